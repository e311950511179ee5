"""Writes the bill of materials of the site, in the form of CycloneDX, from the lock files.

    python -m tools.sbom [FILE]    sbom.cdx.json without a name

What the site runs on is in it as required. What tests, checks and benchmarks need is excluded, which is CycloneDX's word for
what is listed and not delivered.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from spotistats.environment import version_in

ROOT = Path(__file__).resolve().parent.parent
DELIVERED = "requirements.txt"
TOOLS = ("requirements-dev.txt", "requirements-bench.txt", "requirements-node.txt", "requirements-audit.txt")
# One package of a lock file: its name, its version, and the lines that follow with a hash each.
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)(.*(?:\n[ ]+--hash=.*)*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def python_packages(text: str, scope: ComponentScope) -> Iterator[Component]:
    """Yields the packages of a requirements file, with the hashes of all files that may be installed."""
    for name, version, rest in LOCKED.findall(text):
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=content) for content in HASH.findall(rest)]
        page = f"https://pypi.org/project/{name}/{version}/"
        yield _component(PackageURL("pypi", None, name, version), scope, page, hashes)


def npm_packages(text: str) -> Iterator[Component]:
    """Yields the packages of a package-lock.json: what pages are made of is delivered, what tests need is not."""
    for path, package in json.loads(text)["packages"].items():
        if path:
            scope, _, name = path.rpartition("node_modules/")[2].rpartition("/")
            algorithm, _, digest = package["integrity"].partition("-")
            content = base64.b64decode(digest).hex()
            hashes = [HashType(alg=HashAlgorithm(f"SHA-{algorithm[3:]}"), content=content)]
            purl = PackageURL("npm", scope or None, name, package["version"])
            page = f"https://www.npmjs.com/package/{path.rpartition('node_modules/')[2]}"
            scope_of = ComponentScope.EXCLUDED if package.get("dev") else ComponentScope.REQUIRED
            yield _component(purl, scope_of, page, hashes)


def _component(purl: PackageURL, scope: ComponentScope, page: str, hashes: list[HashType]) -> Component:
    # The hashes of several files belong to where they come from: a component has only hashes of itself.
    source = ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(page), hashes=hashes)
    return Component(
        name=purl.name,
        group=purl.namespace,
        version=purl.version,
        type=ComponentType.LIBRARY,
        scope=scope,
        purl=purl,
        bom_ref=purl.to_string(),
        external_references=[source],
    )


def bill_of_materials(root: Path = ROOT) -> Bom:
    """Returns what is locked; a package that is delivered and used by a tool is delivered."""
    components: dict[str, Component] = {}
    delivered = python_packages((root / DELIVERED).read_text("utf-8"), ComponentScope.REQUIRED)
    styles = npm_packages((root / "package-lock.json").read_text("utf-8"))
    tools = (
        component
        for name in TOOLS
        for component in python_packages((root / name).read_text("utf-8"), ComponentScope.EXCLUDED)
    )
    for component in (*delivered, *styles, *tools):
        components.setdefault(str(component.purl), component)
    site = Component(
        name="spotistats",
        version=version_in(root / "CHANGELOG.md"),
        type=ComponentType.APPLICATION,
        bom_ref="site",
    )
    bom = Bom(components=components.values())
    bom.metadata.component = site
    bom.register_dependency(site, components.values())
    return bom


def main(arguments: Sequence[str]) -> int:
    """Writes the file and returns the exit status."""
    path = Path(arguments[0] if arguments else "sbom.cdx.json")
    bom = bill_of_materials()
    path.write_text(JsonV1Dot6(bom).output_as_string(indent=2) + "\n", encoding="utf-8")
    print(f"{path}: {len(bom.components)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
