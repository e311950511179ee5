"""The bill of materials lists what the lock files lock, and nothing is installed without its hash."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.sbom import DELIVERED, TOOLS, main

ROOT = Path(__file__).parents[2]
LOCK_FILES = (DELIVERED, *TOOLS)
# As `uv` writes it: one logical line a package, once the continued lines are joined.
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[.*?])?==(\S+)")
DELIVERED_TO_BROWSERS = {
    "pkg:npm/%40kurkle/color@0.3.4",
    "pkg:npm/%40picocss/pico@2.1.1",
    "pkg:npm/chart.js@4.6.1",
}


def locked(name: str) -> dict[str, list[str]]:
    """The packages of a lock file as `name@version`, each with its hashes."""
    joined = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return {
        "@".join(found.groups()): re.findall(r"--hash=sha256:(\w{64})", line)
        for line in joined.splitlines()
        if (found := PINNED.match(line))
    }


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict:
    path = tmp_path_factory.mktemp("sbom") / "site.cdx.json"
    assert main([str(path)]) == 0
    return json.loads(path.read_text("utf-8"))


def test_it_is_a_cyclonedx_document_of_this_version(document: dict) -> None:
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    version = re.search(r"^## \[(\S+)]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert version
    assert document["metadata"]["component"]["version"] == version[1]


def test_it_lists_every_locked_package_and_no_other(document: dict) -> None:
    listed = {component["purl"] for component in document["components"]}
    python = {f"pkg:pypi/{package}" for name in LOCK_FILES for package in locked(name)}
    styles = {purl for purl in listed if purl.startswith("pkg:npm/")}
    assert listed - styles == python
    assert styles == DELIVERED_TO_BROWSERS | {"pkg:npm/axe-core@4.14.1"}


def test_what_is_delivered_is_required_and_the_rest_is_not(document: dict) -> None:
    required = {c["purl"] for c in document["components"] if c["scope"] == "required"}
    assert required == {f"pkg:pypi/{package}" for package in locked(DELIVERED)} | DELIVERED_TO_BROWSERS


@pytest.mark.slow
def test_each_package_has_the_hashes_that_may_be_installed(document: dict) -> None:
    hashes = {package: found for name in LOCK_FILES for package, found in locked(name).items()}
    for component in document["components"]:
        listed = {one["content"] for source in component["externalReferences"] for one in source["hashes"]}
        assert listed
        if component["purl"].startswith("pkg:pypi/"):
            assert listed <= {
                one for name in LOCK_FILES for one in locked(name).get(component["purl"][9:], [])
            }
            assert listed >= set(hashes[component["purl"][9:]])


@pytest.mark.parametrize("name", LOCK_FILES)
def test_every_locked_package_has_hashes(name: str) -> None:
    assert locked(name)
    assert all(locked(name).values())


def test_every_lock_file_is_read() -> None:
    assert {path.name for path in ROOT.glob("requirements*.txt")} == set(LOCK_FILES)


def test_nothing_is_installed_without_its_hash() -> None:
    sources = [ROOT / "Makefile", ROOT / "Dockerfile", ROOT / ".ci" / "run", *(ROOT / "tools").glob("*.py")]
    sources += (ROOT / ".github" / "workflows").glob("*.yml")
    text = "\n".join(path.read_text("utf-8") for path in sources)
    # The one place that installs: pip-audit reads the lock files alone.
    installs = [line for line in text.splitlines() if re.search(r"\bpip\b.*\binstall\b", line)]
    assert [line.strip().partition(" = ")[0] for line in installs] == ["pip"]
    assert "--require-hashes" in (ROOT / "tools" / "environment.py").read_text("utf-8")
    assert re.search(r"pip-audit .*--require-hashes", text)
    assert re.search(r"\bnpm[\"', ]+ci\b", text)


def test_the_advisories_are_looked_up_in_the_workflow_and_not_in_the_run_of_all_checks() -> None:
    workflow = (ROOT / ".github" / "workflows" / "audit.yml").read_text("utf-8")
    assert "make audit" in workflow
    assert "audit" not in (ROOT / ".ci" / "run").read_text("utf-8").replace("--no-audit", "")
