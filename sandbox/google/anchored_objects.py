"""Objects anchored to ranges, which move and resize as rows or columns are inserted, deleted and moved.

Areas (a filter, a table, a merge, a protection, a conditional format) lie on the tab, and go with the last of their cells. The source
ranges of a chart and named ranges are references: they may point to any tab, and stay when all their cells are deleted.

https://github.com/OWOX/owox-data-marts/pull/1191 (charts and named ranges grow with what is inserted)
https://github.com/burnash/gspread/issues/1530 (a named range without cells)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.google import merges, ranges
from sandbox.google.ranges import GridRange, Move
from sandbox.google.references import Rewrite, rewriter, shifted, with_rewritten_formulas
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import COLUMNS, ROWS, Tab

Shift = Callable[[GridRange], GridRange]


def shift_after_insert(book: SpreadsheetState, tab: Tab, dimension: str, start: int, count: int) -> None:
    """Adjusts all ranges on the tab to `count` rows or columns inserted before `start`."""
    move = ranges.after_insert(start, count)
    shift = partial(ranges.moved, dimension=dimension, move=move)
    _shift_all(book, tab, dimension, move, areas=shift, references=shift)


def shift_after_delete(book: SpreadsheetState, tab: Tab, dimension: str, start: int, end: int) -> None:
    """Adjusts all ranges on the tab to the deletion of rows or columns `start` to `end` (exclusive)."""
    move = ranges.after_delete(start, end)
    shift = partial(ranges.moved, dimension=dimension, move=move)
    deleted = range(start, end)
    _shift_all(book, tab, dimension, move, areas=shift, references=shift, deleted=deleted)
    if dimension == COLUMNS:
        for other in book.tabs:
            other.charts = [{**chart, "spec": _without_lost_series(chart["spec"])} for chart in other.charts]


def shift_after_move(
    book: SpreadsheetState, tab: Tab, dimension: str, source: range, goal: int, order: list[int]
) -> None:
    """Adjusts all ranges on the tab to the rows or columns of `source` moved before `goal`."""
    move = ranges.after_move(order)
    areas = partial(ranges.carried, dimension=dimension, source=source, goal=goal)
    corners = partial(ranges.with_corners_along, dimension=dimension, move=move)
    _shift_all(book, tab, dimension, move, areas=areas, references=corners)


def _shift_all(
    book: SpreadsheetState,
    tab: Tab,
    dimension: str,
    move: Move,
    *,
    areas: Shift,
    references: Shift,
    deleted: range = range(0),
) -> None:
    if dimension == COLUMNS:
        tab.tables = [_with_typed_columns(table, tab, areas, move, deleted) for table in tab.tables]
    _shift_areas(tab, areas)
    if dimension == COLUMNS and tab.basic_filter:
        tab.basic_filter = _with_columns(tab.basic_filter, move, deleted)
    rewrite = rewriter(tab, tab, dimension, move, deleted, fixed_only=True)
    rules = [_rule_after(rule, dimension, areas, rewrite) for rule in tab.conditional_formats]
    tab.conditional_formats = [rule for rule in rules if rule]
    tab.charts = [_with_anchor(chart, tab, dimension, move) for chart in tab.charts]
    for other in book.tabs:
        other.charts = [_with_references(chart, tab, references) for chart in other.charts]
    book.named_ranges = [_named_after(item, tab, references) for item in book.named_ranges]


def _shift_areas(tab: Tab, shift: Shift) -> None:
    tab.protected = [_without_gone_exemptions(item, shift) for item in _in_ranges(tab.protected, shift)]
    tab.tables = _in_ranges(tab.tables, shift)
    tab.merges = [merge for merge in _shifted(tab.merges, shift) if merges.joins(merge)]
    if tab.basic_filter:
        tab.basic_filter = next(iter(_in_ranges([tab.basic_filter], shift)), None)
        tab.show_rows_outside_the_filter()


def _with_typed_columns(
    table: dict[str, Any], tab: Tab, shift: Shift, move: Move, deleted: range
) -> dict[str, Any]:
    """Returns the table with the types at the columns where these are now, counted from its first one.

    https://github.com/byronbroughten/sheets-framework/blob/main/docs/testing.md
    """
    if not table.get("columnProperties"):
        return table
    area = shift(table["range"])
    left, right = area.get("startColumnIndex", 0), area.get("endColumnIndex", tab.column_count)
    start = table["range"].get("startColumnIndex", 0)
    places = [(start + column.get("columnIndex", 0), column) for column in table["columnProperties"]]
    moved = [(move(place, False), column) for place, column in places if place not in deleted]
    columns = [{**column, "columnIndex": place - left} for place, column in moved if left <= place < right]
    return {**table, "columnProperties": columns}


def _with_columns(basic_filter: dict[str, Any], move: Move, deleted: range) -> dict[str, Any]:
    """Returns the filter with its criteria at the columns where these are now."""
    new = dict(basic_filter)
    if "filterSpecs" in new:
        specs = [(spec.get("columnIndex", 0), spec) for spec in new["filterSpecs"]]
        kept = [(move(column, False), spec) for column, spec in specs if column not in deleted]
        new["filterSpecs"] = [{**spec, "columnIndex": column} for column, spec in kept]
    if "criteria" in new:
        rules = [(int(column), rule) for column, rule in new["criteria"].items()]
        new["criteria"] = {str(move(column, False)): rule for column, rule in rules if column not in deleted}
    return new


def _rule_after(
    rule: dict[str, Any], dimension: str, shift: Shift, rewrite: Rewrite
) -> dict[str, Any] | None:
    """Returns the conditional format with its ranges and formulas moved, None where no cell is left.

    Its formulas are those of its first cell: what is not fixed in them keeps its distance to that.
    https://sheets.wiki/docs/Conditional-Formatting-Rules
    """
    before, after = rule.get("ranges", []), _shifted(rule.get("ranges", []), shift)
    if not after:
        return None
    first, _ = ranges.NAMES[dimension]
    way = after[0].get(first, 0) - before[0].get(first, 0)
    down, right = (way, 0) if dimension == ROWS else (0, way)
    moved = with_rewritten_formulas(rule, lambda formula: shifted(rewrite(formula), down, right))
    return {**moved, "ranges": after}


def _in_ranges(items: list[dict[str, Any]], shift: Shift) -> list[dict[str, Any]]:
    places = [shift(item.get("range", {})) for item in items]
    return [
        {**item, "range": place}
        for item, place in zip(items, places, strict=True)
        if not ranges.is_empty(place)
    ]


def _without_gone_exemptions(item: dict[str, Any], shift: Shift) -> dict[str, Any]:
    if "unprotectedRanges" not in item:
        return item
    return {**item, "unprotectedRanges": _shifted(item["unprotectedRanges"], shift)}


def _shifted(parts: list[GridRange], shift: Shift) -> list[GridRange]:
    return [place for part in parts if not ranges.is_empty(place := shift(part))]


def _with_anchor(chart: dict[str, Any], tab: Tab, dimension: str, move: Move) -> dict[str, Any]:
    """Returns the chart with the cell that it hangs on moved; where that was deleted, the next one takes its place."""
    overlay = chart["position"]["overlayPosition"]
    cell = overlay.get("anchorCell") or {}
    name = "rowIndex" if dimension == ROWS else "columnIndex"
    place = min(move(cell.get(name, 0), False), tab.length(dimension) - 1)
    anchor = {**cell, name: place} if place or name in cell else cell
    return {**chart, "position": {"overlayPosition": {**overlay, "anchorCell": anchor}}}


def _with_references(chart: dict[str, Any], changed: Tab, shift: Shift) -> dict[str, Any]:
    return {**chart, "spec": with_sources(chart["spec"], lambda sources: _moved(sources, changed, shift))}


def _moved(sources: list[GridRange], changed: Tab, shift: Shift) -> list[GridRange]:
    return [shift(source) if ranges.is_on(source, changed.gid) else source for source in sources]


def _named_after(item: dict[str, Any], changed: Tab, shift: Shift) -> dict[str, Any]:
    """Returns the named range after a change, without a range where none of its cells is left."""
    if "range" not in item or not ranges.is_on(item["range"], changed.gid):
        return item
    place = shift(item["range"])
    return _without_range(item) if ranges.is_empty(place) else {**item, "range": place}


def _without_range(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "range"}


def forget_tab(book: SpreadsheetState, gid: int) -> None:
    """Takes the ranges on a deleted tab out of the charts that are left and out of named ranges."""
    book.named_ranges = [
        _without_range(item) if "range" in item and ranges.is_on(item["range"], gid) else item
        for item in book.named_ranges
    ]
    for tab in book.tabs:
        tab.charts = [
            {**chart, "spec": with_sources(chart["spec"], partial(_elsewhere, gid=gid))}
            for chart in tab.charts
        ]


def _without_lost_series(spec: Any) -> Any:
    """Returns a ChartSpec without the series that have no column left. The chart stays, with none if need be.

    Seen in the API's answers: https://github.com/mmedum/google-sheets-mcp/blob/main/docs/architecture.md
    """
    if not isinstance(spec, dict):
        return spec
    kept = {name: _without_lost_series(value) for name, value in spec.items()}
    if isinstance(kept.get("series"), list):
        kept["series"] = [one for one in kept["series"] if any(map(_has_a_column, _sources_in(one)))]
    return kept


def _sources_in(part: Any) -> list[GridRange]:
    found: list[GridRange] = []

    def note(sources: list[GridRange]) -> list[GridRange]:
        found.extend(sources)
        return sources

    with_sources(part, note)
    return found


def _has_a_column(source: GridRange) -> bool:
    first, last = ranges.NAMES[COLUMNS]
    return last not in source or source.get(first, 0) < source[last]


def _elsewhere(sources: list[GridRange], gid: int) -> list[GridRange]:
    return [source for source in sources if not ranges.is_on(source, gid)]


def with_sources(spec: Any, change: Callable[[list[GridRange]], list[GridRange]]) -> Any:
    """Returns a ChartSpec, of whatever kind of chart, with each of its ChartSourceRanges changed."""
    if isinstance(spec, list):
        return [with_sources(item, change) for item in spec]
    if not isinstance(spec, dict):
        return spec
    return {
        name: {**value, "sources": change(value.get("sources") or [])}
        if name == "sourceRange"
        else with_sources(value, change)
        for name, value in spec.items()
    }
