"""What a run reports about the sheet: codes, ids, counts, titles and addresses, which presenters put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, asdict, dataclass, field, fields
from typing import Any, TypeVar

# A person may have emptied the whole tab: enough to understand what was put right.
MAX_LISTED = 50

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class TrackWithoutRow:
    """A save that has no row, and why.

    `track` is its title for `saved_twice`. Of `track_unknown` Spotify names no title: it has a `number` and `saved_at`.
    """

    reason: str
    track: str = ""
    number: int = 0
    saved_at: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TrackWithoutRow:
        return cls(**{"reason": "", **known_fields(cls, data)})


@dataclass(frozen=True, slots=True)
class ListedCells:
    """A range in one column: the addresses of its first and last cell, and the column's header.

    One address for a single cell; none where the whole column was missing.
    """

    header: str
    cells: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ListedCells:
        cells = data.get("cells")
        return cls(
            str(data.get("header", "")), tuple(map(str, cells)) if isinstance(cells, list | tuple) else ()
        )


@dataclass(slots=True)
class TabReceipt:
    """What a sync did in a tab besides the main one. `problem_code` is "" where the tab is as it should be.

    `headers` are those of a statistics tab, by which its columns are found again.
    """

    name: str
    rows: int = 0
    rows_added: int = 0
    rows_updated: int = 0
    rows_deleted: int = 0
    kept: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    unwritable_cells: list[ListedCells] = field(default_factory=list)
    unwritable_cells_more: int = 0
    problem_code: str = ""
    problem_values: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Returns what a JSONField takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TabReceipt:
        """Reads a stored receipt; what another version did not write is as for a new one."""
        # `name` has no default, and a row of another version may lack it.
        values = {"name": "", **known_fields(cls, data)}
        values["unwritable_cells"] = _cells(data, "unwritable_cells")
        return cls(**values)


@dataclass(slots=True)
class SheetReceipt:
    """What a sync did in the main tab, and how far the tab holds the library.

    `sheet_rows`, those without a row and those outside the scope add up to what the library holds. `unchanged`: Google
    was not asked, because nothing had changed. `former_rows`: the tab holds rows of tracks that are no longer wanted.
    `kept`: those of removed tracks, `kept_out_of_scope` those of tracks that are older than the scope reaches.
    A list that would be too long has the number of the rest in `…_more`.
    """

    tab: str = ""
    columns: list[str] = field(default_factory=list)
    sheet_scope: str = ""
    recent_count: int = 0
    outside_scope: int = 0
    sheet_rows: int = 0
    rows_added: int = 0
    rows_updated: int = 0
    rows_deleted: int = 0
    user_rows: int = 0
    removed_rows: int = 0
    former_rows: bool = False
    truncated: int = 0
    left_out: list[TrackWithoutRow] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    kept_out_of_scope: list[str] = field(default_factory=list)
    repaired: list[ListedCells] = field(default_factory=list)
    repaired_more: int = 0
    returned: list[str] = field(default_factory=list)
    returned_more: int = 0
    unwritable_cells: list[ListedCells] = field(default_factory=list)
    unwritable_cells_more: int = 0
    tabs: list[TabReceipt] = field(default_factory=list)
    unchanged: bool = False

    def to_json(self) -> dict[str, Any]:
        """Returns what a JSONField takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SheetReceipt:
        """Reads a stored receipt; what another version did not write is as for a new one."""
        values = known_fields(cls, data)
        values["left_out"] = [TrackWithoutRow.from_json(item) for item in objects_of(data, "left_out")]
        values["repaired"] = _cells(data, "repaired")
        values["unwritable_cells"] = _cells(data, "unwritable_cells")
        values["tabs"] = [TabReceipt.from_json(item) for item in objects_of(data, "tabs")]
        return cls(**values)


def first_of(items: Sequence[Item]) -> tuple[list[Item], int]:
    """Returns as many items as a receipt lists, and the number of the rest."""
    return list(items[:MAX_LISTED]), max(len(items) - MAX_LISTED, 0)


def known_fields(cls: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the values of the fields that a dataclass has, as far as their type is that of the field's default.

    A row that another version stored must not break the page that shows it.
    """
    defaults = {one.name: _default_of(one) for one in fields(cls)}
    return {
        name: value for name, value in data.items() if name in defaults and _is_alike(value, defaults[name])
    }


def objects_of(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Returns the objects of a stored list; nothing for anything else."""
    items = data.get(name)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _default_of(one: Field[Any]) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def _is_alike(value: Any, default: Any) -> bool:
    # All fields without a default are names or codes.
    if default is MISSING:
        return isinstance(value, str)
    # Fields that default to None are counts, and True is an int in Python. Objects are parsed by the caller.
    if default is None:
        return isinstance(value, int) and not isinstance(value, bool)
    return type(value) is type(default)


def _cells(data: Mapping[str, Any], name: str) -> list[ListedCells]:
    return [ListedCells.from_json(item) for item in objects_of(data, name)]
