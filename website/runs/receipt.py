"""A run's receipt as the page shows it. Runs of older versions lack keys: what is missing is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sheets.columns import COLUMNS
from sheets.models import LinkedSheet

# The codes and fields of `syncer.transform.records.Oddity`.
_ODDITIES = {
    "added_date_invalid": _("added date is missing or not a date"),
    "added_date_out_of_range": _("added date is out of this world"),
    "album_missing": _("album is missing"),
    "artist_not_object": _("an artist is not an object"),
    "artists_missing": _("artists are missing"),
    "duration_invalid": _("duration is not a number of milliseconds"),
    "explicit_invalid": _("explicit is neither true nor false"),
    "isrc_too_long": _("ISRC is too long"),
    "item_not_object": _("item is not an object"),
    "not_text": _("%(field)s is not text"),
    "release_date_invalid": _("release date is not a date"),
    "track_not_object": _("track is not an object"),
    "track_without_identity": _("track has no id and no name"),
    "unstorable_characters": _("%(field)s had characters that cannot be stored"),
}
_TEXT_FIELDS = {
    "album_id": _("album id"),
    "album_name": _("album name"),
    "artist_id": _("artist id"),
    "artist_name": _("artist name"),
    "image_url": _("image address"),
    "isrc": _("ISRC"),
    "release_date": _("release date"),
    "track_id": _("track id"),
    "track_name": _("track name"),
    "track_uri": _("track uri"),
}

# The codes of `sheets.rows.Rows.receipt`.
_REASONS = {
    "saved_twice": _("saved twice; both saves share one row"),
    "track_unknown": _("Spotify no longer says which track this is"),
}
_UNWRITABLE = _(
    "These cells do not keep what we write into them: %(cells)s. As a rule they are part of merged cells: in Google"
    " Sheets select our columns and choose Format, Merge cells, Unmerge. If a script or an add-on changes them, switch"
    " it off. Then sync again."
)


@dataclass(frozen=True, slots=True)
class Count:
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    track: str
    reason: str


@dataclass(frozen=True, slots=True)
class TabPart:
    """A tab besides the main one. `problem` is "" where it is as it should be."""

    name: str
    rows: list[Count]
    happened: list[Count]
    kept: list[str]
    problem: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`totals`: what each side holds. `changes` and `rows`: what this run did, without the zeros; None: not told. The rest is named one by one."""

    totals: list[Count]
    changes: list[Count] | None
    rows: list[Count] | None
    requests: list[Count]
    seconds: list[Count]
    left_out: list[LeftOut]
    kept: list[str]
    oddities: list[str]
    tabs: list[TabPart]
    scope: str
    outside_scope: int
    repaired: list[str]
    returned: list[str]
    unwritable_cells: list[str]
    truncated: int
    own_rows: int
    removed_rows: int
    unchanged: bool
    columns: list[str]


def receipt_of(written: Any) -> Receipt:
    """Reads the JSON that a run wrote, whatever of it is there."""
    told: Mapping[str, Any] = written if isinstance(written, dict) else {}
    return Receipt(
        totals=_counts(
            told,
            {
                "spotify_total": "Spotify says",
                "database": "In your history",
                "sheet_rows": "In your sheet",
            },
        ),
        changes=_happened(told, {"added": "added", "removed": "removed", "changed": "changed"}),
        rows=_happened(told, {"rows_added": "added", "rows_updated": "updated", "rows_deleted": "deleted"}),
        requests=_counts(
            told.get("requests"),
            {
                "spotify": "Spotify",
                "google_reads": "Google (reading)",
                "google_writes": "Google (writing)",
            },
        ),
        seconds=_counts(told.get("seconds"), {"read": "reading", "write": "writing"}),
        left_out=[_left_out(item) for item in _list(told.get("left_out"))],
        kept=[_text(item) for item in _list(told.get("kept"))],
        tabs=[_tab(item) for item in _list(told.get("tabs")) if isinstance(item, dict)],
        oddities=[text for item in _list(told.get("oddities")) if (text := _oddity(item))],
        scope=_scope(told),
        outside_scope=int(_number(told.get("outside_scope")) or 0),
        repaired=_cells(told, "repaired"),
        returned=[_text(item) for item in _list(told.get("returned"))] + _more(told, "returned"),
        unwritable_cells=_cells(told, "unwritable_cells"),
        truncated=int(_number(told.get("truncated")) or 0),
        own_rows=int(_number(told.get("own_rows")) or 0),
        removed_rows=int(_number(told.get("removed_rows")) or 0),
        unchanged=told.get("unchanged") is True,
        columns=[COLUMNS[name].header for name in _list(told.get("columns")) if name in COLUMNS],
    )


def _oddity(item: Any) -> str:
    if not isinstance(item, dict) or item.get("code") not in _ODDITIES:
        return ""
    field = _TEXT_FIELDS.get(item.get("field", ""), "")
    return f"{_ODDITIES[item['code']] % {'field': field}} ({int(_number(item.get('count')) or 0)})"


def _tab(told: Mapping[str, Any]) -> TabPart:
    done = {"rows_added": "added", "rows_updated": "updated", "rows_deleted": "deleted"}
    return TabPart(
        name=str(told.get("name") or "A tab"),
        rows=_counts(told, {"rows": "rows"}),
        happened=_happened(told, done) or [],
        kept=[_text(item) for item in _list(told.get("kept"))],
        problem=str(told.get("problem") or _unwritable_problem(_cells(told, "unwritable_cells"))),
    )


def _unwritable_problem(cells: list[str]) -> str:
    return str(_UNWRITABLE) % {"cells": ", ".join(cells)} if cells else ""


def _cells(told: Mapping[str, Any], name: str) -> list[str]:
    """Ranges of cells as `CellRange.to_json` writes them: “B3 (Track)”, “D2 to D9 (Added)”."""
    ranges = [item for item in _list(told.get(name)) if isinstance(item, dict)]
    return [_range(item) for item in ranges] + _more(told, name)


def _range(item: Mapping[str, Any]) -> str:
    addresses = [str(cell) for cell in _list(item.get("cells"))]
    if not addresses:
        return gettext("the column %(header)s") % {"header": item.get("header", "")}
    return f"{gettext(' to ').join(addresses)} ({item.get('header', '')})"


def _more(told: Mapping[str, Any], name: str) -> list[str]:
    more = _number(told.get(f"{name}_more"))
    return [gettext("and %(more)s more") % {"more": f"{more:,}"}] if more else []


def _counts(told: Any, labels: dict[str, str]) -> list[Count]:
    if not isinstance(told, dict):
        return []
    found = ((label, _number(told.get(key))) for key, label in labels.items())
    return [Count(label, value) for label, value in found if value is not None]


def _happened(told: Any, labels: dict[str, str]) -> list[Count] | None:
    counts = _counts(told, labels)
    return [count for count in counts if count.value] if counts else None


def _number(value: Any) -> float | None:
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _scope(told: Mapping[str, Any]) -> str:
    scope, count = told.get("sheet_scope"), _number(told.get("recent_count"))
    if scope == LinkedSheet.Scope.ALL:
        return gettext("the whole library")
    if scope == LinkedSheet.Scope.RECENT and count is not None:
        return gettext("the %(count)s most recent") % {"count": count}
    return ""


def _left_out(item: Any) -> LeftOut:
    if not isinstance(item, dict):
        return LeftOut(track=_text(item), reason="")
    reason = str(item.get("reason") or "")
    track = _text(item)
    if reason == "track_unknown":
        day, _separator, time = str(item.get("saved_at") or "").partition("T")
        values = {"number": item.get("number"), "day": day, "time": time[:5]}
        track = gettext("unknown track %(number)s, saved on %(day)s at %(time)s UTC") % values
    return LeftOut(track=track, reason=str(_REASONS.get(reason, reason)))


def _text(item: Any) -> str:
    if isinstance(item, dict):
        return str(item.get("track") or item.get("row") or "A row without a title")
    return str(item)
