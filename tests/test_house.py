"""The house's import rules: who may know whom."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("spotistats", "accounts", "library", "syncer")
MAY_IMPORT = {
    "accounts": {"accounts"},
    "library": {"library", "accounts"},
    "syncer": {"syncer", "library", "accounts"},
    "spotistats": set(PRODUCT),
}
DOORS = {
    "spotipy": "syncer/extract/spotify.py",
    "gspread": "syncer/load/sheet/google.py",
}
ROOMS = ("extract", "transform", "load")


def imports_of(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in it."""
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


@cache
def all_imports() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(ROOT)), module)
        for room in PRODUCT
        for path in files(room)
        for module in sorted(imports_of(path))
    ]


@pytest.mark.parametrize("room", PRODUCT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    strangers = {
        (name, module)
        for name, module in all_imports()
        if name.startswith(f"{room}/")
        and module.split(".")[0] in {*PRODUCT, "sandbox", "tests"} - MAY_IMPORT[room]
    }
    assert not strangers


def test_extract_transform_and_load_never_import_one_another() -> None:
    crossing = {
        (name, module)
        for name, module in all_imports()
        for own in ROOMS
        for other in ROOMS
        if own != other
        and name.startswith(f"syncer/{own}/")
        and module.startswith(f"syncer.{other}")
        and not module.startswith("syncer.transform.records")
    }
    assert not crossing


def test_transform_is_pure() -> None:
    stained = {
        (name, module)
        for name, module in all_imports()
        if name.startswith("syncer/transform/")
        and module.split(".")[0] in {"django", "requests", "time", "random", "socket", "accounts", "library"}
    }
    assert not stained


@pytest.mark.parametrize(("vendor", "door"), DOORS.items())
def test_one_file_imports_a_vendors_library(vendor: str, door: str) -> None:
    assert {name for name, module in all_imports() if module.split(".")[0] == vendor} == {door}


def test_only_the_story_sees_all_three_rooms() -> None:
    def rooms_seen(path: Path) -> set[str]:
        return {room for room in ROOMS for module in imports_of(path) if module.startswith(f"syncer.{room}")}

    seeing_all = [path.relative_to(ROOT) for path in files("syncer") if rooms_seen(path) == set(ROOMS)]
    assert all(path.parts[:2] == ("syncer", "story") for path in seeing_all)


def test_nobody_sleeps_in_a_worker() -> None:
    """What has to wait is a message with a countdown, or a row. A command is no worker and may."""
    modules = [path for room in PRODUCT for path in files(room) if "management" not in path.parts]
    assert not [str(path.relative_to(ROOT)) for path in modules if "sleep" in names_in(path)]


def names_in(path: Path) -> set[str]:
    """What a file imports from elsewhere or takes out of something."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.name for node in nodes if isinstance(node, ast.alias)
    }
