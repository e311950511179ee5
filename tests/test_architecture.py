"""The rules of the packages: who may know whom, what is pure, and where the tests are. See ARCHITECTURE.md."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each package may import those above it. `enrichment` and `sheets` do not know each other, nor do `website` and `api`.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("problems",),
    ("providers",),
    ("accounts",),
    ("library",),
    ("enrichment", "sheets"),
    ("syncer",),
    ("notifications",),
    ("website", "api"),
    ("spotistats",),
)
PRODUCT = tuple(package for layer in LAYERS for package in layer)
VENDOR_LIBRARIES = {
    "spotipy": "providers/spotify/client.py",
    "gspread": "providers/google/client.py",
    "google": "providers/google/credentials.py",
}
ADDRESSES = {
    "SPOTIFY_API_URL": {
        "providers/spotify/client.py",
        "providers/spotify/sources.py",
        "accounts/backends.py",
    },
    "RECCOBEATS_URL": {"providers/reccobeats/client.py"},
    "MUSICBRAINZ_URL": {"providers/musicbrainz/client.py"},
    "LISTENBRAINZ_URL": {"providers/listenbrainz/client.py"},
    "LASTFM_URL": {"providers/lastfm/client.py"},
    "GOOGLE_SHEETS_URL": {"providers/google/client.py"},
    "GOOGLE_DRIVE_URL": {"providers/google/client.py"},
}
HTTP_LIBRARIES = {"requests", "urllib3", "httpx", "aiohttp", "http.client", "urllib.request"}
STEPS = ("extract", "transform", "load")
# What the pure packages import. Threads, because pages are in flight.
PURE = (
    *(
        "__future__",
        "abc",
        "bisect",
        "collections",
        "concurrent",
        "contextlib",
        "dataclasses",
        "datetime",
        "enum",
    ),
    *(
        "functools",
        "hashlib",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "threading",
        "typing",
        "zoneinfo",
    ),
    *("accounts.time_zones", "library.presenters", "library.subsequences"),
    *("providers.spotify.problems", "providers.spotify.records", "providers.text"),
    *("sheets.columns", "sheets.planner", "syncer.extract", "syncer.transform"),
)
# A module with so many statements in its functions has behaviour of its own. Below are models, problems, URLs and views
# of a line, which other tests show.
STATEMENTS = 9
# What an annotation of a receipt must not mention: `sheets.receipt` and `syncer.receipt` have its types.
UNTYPED = {"Any", "dict", "Dict", "object", "Mapping"}


def imports_of(path: Path) -> set[str]:
    """Every name that a file imports, anywhere in it, as a dotted path."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively: the rules could not see it"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def imports() -> dict[str, set[str]]:
    """What each file of the product imports. Not read while tests are collected: most processes run none of these."""
    return {relative(path): imports_of(path) for package in PRODUCT for path in files(package)}


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def importing(folder: str, *packages: str) -> set[tuple[str, str]]:
    """The files of a folder that import one of the packages, with what they import."""
    return {
        (name, module)
        for name, modules in imports().items()
        if name.startswith(f"{folder}/")
        for module in modules
        if any(is_in(module, package) for package in packages)
    }


@pytest.mark.parametrize("package", PRODUCT)
def test_a_package_imports_only_packages_below_it(package: str) -> None:
    layer = next(number for number, packages in enumerate(LAYERS) if package in packages)
    below = {name for packages in LAYERS[:layer] for name in packages}
    forbidden = {*PRODUCT, "sandbox", "tests", "bench", "tools"} - below - {package}
    assert not importing(package, *forbidden)


def test_every_package_has_a_layer() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "sandbox", "bench", "tools"} == set(PRODUCT)


def test_extract_transform_and_load_know_one_another_only_by_records() -> None:
    crossing = {
        (name, module)
        for step in STEPS
        for other in STEPS
        if other != step
        for name, module in importing(f"syncer/{step}", f"syncer.{other}")
        if not is_in(module, "syncer.transform.records")
    }
    assert not crossing


def test_only_the_coordinator_and_the_reading_see_all_three_steps() -> None:
    seeing_all = {
        name
        for name, modules in imports().items()
        if all(any(is_in(module, f"syncer.{step}") for module in modules) for step in STEPS)
    }
    assert seeing_all <= {"syncer/sync.py", "syncer/reading.py"}


def test_the_planner_does_not_know_the_tabs() -> None:
    assert not importing("sheets/planner", "sheets.tabs", "sheets.writer", "sheets.models")


@pytest.mark.parametrize("folder", ["syncer/transform", "sheets/planner", "syncer/extract"])
def test_it_is_pure(folder: str) -> None:
    """No Django, no HTTP, no clock, no chance, no database: nothing but what is listed here."""
    foreign = {
        (name, module)
        for name, modules in imports().items()
        if name.startswith(f"{folder}/")
        for module in modules
        if not any(is_in(module, one) for one in PURE)
    }
    assert not foreign
    clocks = [
        name
        for name in imports()
        if name.startswith(f"{folder}/")
        and re.search(r"\.(?:now|today|utcnow)\(", (ROOT / name).read_text(encoding="utf-8"))
    ]
    assert not clocks


@pytest.mark.parametrize(("library", "file"), VENDOR_LIBRARIES.items())
def test_a_vendors_library_is_imported_in_one_file(library: str, file: str) -> None:
    assert {name for name, modules in imports().items() if any(is_in(one, library) for one in modules)} == {
        file
    }


def test_only_providers_speak_http() -> None:
    speaking = {
        name
        for name, modules in imports().items()
        if any(is_in(one, lib) for one in modules for lib in HTTP_LIBRARIES)
    }
    assert {name for name in speaking if not name.startswith("providers/")} == set()


@pytest.mark.parametrize(("setting", "expected"), ADDRESSES.items())
def test_a_vendors_address_is_used_by_its_client_alone(setting: str, expected: set[str]) -> None:
    using = {
        name
        for name in imports()
        if re.search(rf"settings\.{setting}\b", (ROOT / name).read_text(encoding="utf-8"))
    }
    assert using == expected


def test_nothing_sleeps_in_a_worker() -> None:
    """What has to wait is a message with a countdown, or a row. A command runs in no worker and may."""
    modules = [name for name in imports() if "/management/" not in name]
    assert not [name for name in modules if "sleep" in names_in(ROOT / name)]


def names_in(path: Path) -> set[str]:
    """What a file imports or takes as an attribute of something."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.name for node in nodes if isinstance(node, ast.alias)
    }


def untyped_receipts(source: str) -> set[str]:
    """Returns what is named a receipt and annotated as Any or a dict: arguments, variables, attributes, functions.

    A model's JSONField has no annotation, so that only code that passes its value on has to parse it first.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg):
            name, annotation = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            name, annotation = ast.unparse(node.target), node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name, annotation = node.name, node.returns
        else:
            continue
        # mypy refuses what has no annotation at all
        type_name = ast.unparse(annotation) if annotation else ""
        if "receipt" in name.casefold() and UNTYPED.intersection(re.findall(r"\w+", type_name)):
            found.add(f"{name}: {type_name}")
    return found


def test_receipts_are_typed_outside_the_files_that_parse_them() -> None:
    """Codes and counts are read by attribute: a misspelt key of a dict would be a page without a number."""
    untyped = {
        (name, receipt)
        for name in imports()
        if not name.endswith("/receipt.py")
        for receipt in untyped_receipts((ROOT / name).read_text(encoding="utf-8"))
    }
    assert not untyped


def test_an_untyped_receipt_is_detected_wherever_it_is_annotated(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "class Run:\n"
        "    receipt = models.JSONField(default=dict)\n"
        "    tab_receipt: Mapping[str, Any]\n"
        "    typed_receipt: SheetReceipt | None\n"
        "def present(receipt: dict[str, object], *, receipts: 'list[Dict]', rows: dict[str, Any]) -> None:\n"
        "    self.receipt: typing.Any = receipt\n"
        "def sheet_receipt(run: Run) -> dict[str, Any]: ...\n",
        encoding="utf-8",
    )
    assert untyped_receipts(module.read_text(encoding="utf-8")) == {
        "tab_receipt: Mapping[str, Any]",
        "receipt: dict[str, object]",
        "receipts: 'list[Dict]'",
        "self.receipt: typing.Any",
        "sheet_receipt: dict[str, Any]",
    }


def statements(source: str) -> int:
    """Returns the number of statements in functions: classes of data and tables of constants have none."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    # a set, because a statement of an inner function is in the outer one as well
    return len(
        {node for one in functions for node in ast.walk(one) if isinstance(node, ast.stmt)} - {*functions}
    )


def has_tests(name: str) -> bool:
    """Returns whether there is `test_module.py`, or a folder `module` with tests of a large one."""
    module = ROOT / "tests" / name
    return module.with_name(f"test_{module.name}").is_file() or any(module.with_suffix("").glob("test_*.py"))


@pytest.mark.parametrize("package", PRODUCT)
def test_each_module_with_behaviour_has_a_test_file_of_its_name(package: str) -> None:
    untested = [
        name
        for name in map(relative, files(package))
        if statements((ROOT / name).read_text(encoding="utf-8")) >= STATEMENTS and not has_tests(name)
    ]
    assert not untested


def test_only_statements_in_functions_are_counted() -> None:
    source = "A = 1\nclass B:\n    c = 2\n    def d(self):\n        def e():\n            return 3\n        return e\n"
    assert statements(source) == 2
