"""The receipt of a run: what each side holds, what changed, and what it cost. Presenters put it into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from library.models import SavedTrack
from sheets.receipt import SheetReceipt, known_fields, objects_of


@dataclass(frozen=True, slots=True)
class OddityCount:
    """How often something in Spotify's answers had to be corrected or left out (`syncer.transform.records.Oddity`).

    `tracks` names the first of them.
    """

    code: str
    field: str = ""
    count: int = 0
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovedTrack:
    """A track that went. Spotify did not list it at `missing_since`; at `confirmed_at` that was proven (ISO 8601)."""

    track: str
    missing_since: str = ""
    confirmed_at: str = ""

    @classmethod
    def of(cls, save: SavedTrack) -> RemovedTrack:
        """Returns what a receipt keeps of a removed save."""
        moments = (save.removed_at, save.removal_confirmed_at)
        name = save.track.full_name if save.track else ""
        return cls(name, *(at.isoformat() if at else "" for at in moments))


@dataclass(slots=True)
class Requests:
    """Requests to the vendors, over all attempts of the run; those for tokens are not counted."""

    spotify: int = 0
    google_reads: int = 0
    google_writes: int = 0


@dataclass(slots=True)
class Receipt:
    """None: the run did not get that far. `sheet` is None until the sheet was written.

    Stored flat: the fields of `sheet` are on one level with the others.
    """

    spotify_total: int | None = None
    database: int | None = None
    added: int | None = None
    removed: int | None = None
    changed: int | None = None
    saved_again: int | None = None
    # Not listed any more and not removed yet: to be asked for, held until the person answers, kept by the person.
    unconfirmed: int = 0
    held: int = 0
    kept_missing: int = 0
    # False: the library changed too often while it was read, and nothing was removed.
    came_to_rest: bool = True
    came: list[str] = field(default_factory=list)
    came_more: int = 0
    went: list[RemovedTrack] = field(default_factory=list)
    went_more: int = 0
    read_kind: str = ""
    # When the newest tracks were asked for, by a run that waits with the pages behind them (ISO 8601).
    newest_read_at: str = ""
    oddities: list[OddityCount] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    requests: Requests | None = None
    sheet: SheetReceipt | None = None

    @property
    def in_history(self) -> int | None:
        """Current saves, those included that Spotify does not list any more."""
        if self.database is None:
            return None
        return self.database + self.unconfirmed + self.held + self.kept_missing

    def add_seconds(self, part: str, seconds: float) -> None:
        """Adds to the time that a part ("read" or "write") has taken over all attempts."""
        self.seconds[part] = round(self.seconds.get(part, 0) + seconds, 3)

    def to_json(self) -> dict[str, Any]:
        """Returns what a JSONField takes, without the fields that are None."""
        own = {name: value for name, value in asdict(self).items() if name != "sheet" and value is not None}
        return own | (self.sheet.to_json() if self.sheet else {})

    @classmethod
    def from_json(cls, data: Any) -> Receipt:
        """Reads a stored receipt; what another version did not write is as for a run that did not get that far."""
        if not isinstance(data, Mapping):
            return cls()
        values = known_fields(cls, data)
        values["oddities"] = [
            OddityCount(
                **{"code": "", **known_fields(OddityCount, item), "tracks": _texts(item.get("tracks"))}
            )
            for item in objects_of(data, "oddities")
        ]
        values["went"] = [
            RemovedTrack(**{"track": "", **known_fields(RemovedTrack, item)})
            for item in _removed_tracks(data)
        ]
        requests = data.get("requests")
        values["requests"] = (
            Requests(**known_fields(Requests, requests)) if isinstance(requests, Mapping) else None
        )
        # The sheet's fields are among the others, without a name of their own: one of them shows that it was written.
        is_written = any(one.name in data for one in fields(SheetReceipt))
        values["sheet"] = SheetReceipt.from_json(data) if is_written else None
        return cls(**values)


def _removed_tracks(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    # The name alone is how receipts were stored before they kept the moments.
    return [*objects_of(data, "went"), *({"track": name} for name in _texts(data.get("went")))]


def _texts(data: Any) -> tuple[str, ...]:
    return tuple(one for one in data if isinstance(one, str)) if isinstance(data, list) else ()
