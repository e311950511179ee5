"""A library as small as a test needs it, and the tab that it should be written into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sheets.columns import COLUMNS, Column, get_columns
from sheets.planner.cells import CellValue
from sheets.planner.desired import DesiredTab, SheetRow
from sheets.planner.track_links import track_link


@dataclass(frozen=True)
class Track:
    """`number` stays the same when Spotify gives it another id; `ids` are its Spotify ids, the present one first.

    `saves` counts how often it was saved again. `zone`: hours that the spreadsheet's wall clock is ahead of what it was.
    """

    number: int
    ids: tuple[str, ...]
    edition: int = 0
    is_known_better: bool = False
    removed_on: float | None = None
    saves: int = 0
    zone: int = 0

    @property
    def key(self) -> str:
        return track_link(self.ids[0])

    def value(self, column: Column) -> CellValue:
        match column.id:
            case "artist":
                return ("=cmd()", "+1", "Björk", "Sigur Rós")[self.number % 4]
            case "track":
                return f"Song {self.number}" + " (remaster)" * self.edition
            case "album":
                return f"Album {self.number // 3}" if self.number % 5 else ""
            case "added":  # bulk saves share a second
                return 46_000.123456 + self.number // 2 + 200 * self.saves + self.zone / 24
            case "duration":
                return 0.0025 + self.number / 86_400
            case "explicit":
                return self.number % 2 == 0
            case "tempo":
                return 99.5 + self.number if self.is_known_better else None
            case "link":
                return self.key
            case "removed_on":
                return self.removed_on + self.zone / 24 if self.removed_on else None
        raise KeyError(column.id)

    def row(self, columns: tuple[Column, ...]) -> SheetRow:
        values = tuple(self.value(column) for column in columns)
        return SheetRow(self.key, tuple(map(track_link, self.ids[1:])), values)


@dataclass
class SmallLibrary:
    """`saved` newest first."""

    saved: list[Track] = field(default_factory=list)
    removed: list[Track] = field(default_factory=list)
    columns: tuple[str, ...] = ("artist", "track", "album", "added", "link")
    scope: int = 1000
    keep_removed: bool = False
    made: int = 0
    zone: int = 0

    def new(self) -> Track:
        self.made += 1
        return Track(self.made, (f"id{self.made}",), zone=self.zone)

    def save(self, count: int = 1, at: int = 0) -> None:
        self.saved[at:at] = [self.new() for _ in range(count)][::-1]

    def remove(self, at: int) -> None:
        self.removed.append(replace(self.saved.pop(at), removed_on=47_000.5))

    def save_again(self, at: int) -> None:
        track = self.removed.pop(at)
        self.saved.insert(0, replace(track, removed_on=None, saves=track.saves + 1))

    def travel(self, hours: int) -> None:
        """Another time zone of the spreadsheet: every date is another number."""
        self.saved = [replace(track, zone=hours) for track in self.saved]
        self.removed = [replace(track, zone=hours) for track in self.removed]
        self.zone = hours

    def relink(self, at: int) -> None:
        track = self.saved[at]
        self.saved[at] = replace(track, ids=(f"{track.ids[0]}x", *track.ids))

    def rename(self, at: int) -> None:
        self.saved[at] = replace(self.saved[at], edition=self.saved[at].edition + 1)

    def enrich(self, at: int) -> None:
        self.saved[at] = replace(self.saved[at], is_known_better=True)

    def desired(
        self, *, mode: str = "merge", written_columns: tuple[str, ...] = (), unchanged: bool = False
    ) -> DesiredTab:
        columns = get_columns(self.columns)
        dropped = tuple(COLUMNS[name] for name in written_columns if COLUMNS[name] not in columns)
        held = (*columns, *dropped)
        return DesiredTab(
            columns,
            rows=[track.row(held) for track in self.saved[: self.scope]],
            removed=[track.row(held) for track in self.removed],
            out_of_scope=[track.row(held) for track in self.saved[self.scope :]],
            keep_removed=self.keep_removed,
            mode=mode,
            written_columns=written_columns,
            dropped=dropped,
            unchanged=unchanged,
        )
