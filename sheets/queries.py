"""A person's saved tracks as a sheet shows them, read from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from library.models import LibraryState, SavedTrack
from library.presenters import full_name
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.planner.track_links import ordinal_of, track_key_of, track_link


def sheet_to_write(user: User) -> LinkedSheet | None:
    """Returns the person's sheet, if they have one, with all that is asked first when it is written. One query."""
    smart, statistics = (kind.objects.filter(user=OuterRef("user")) for kind in (SmartTab, StatisticsTab))
    sheets = LinkedSheet.objects.select_related("user__library_state").filter(user=user)
    sheet = sheets.annotate(has_tabs=Exists(smart) | Exists(statistics)).first()
    if sheet is not None:
        sheet.has_managed_tabs = sheet.has_tabs
        sheet.library_revision = _revision_in(getattr(sheet.user, "library_state", None))
    return sheet


def library_revision(sheet: LinkedSheet) -> list[int]:
    """Returns numbers that rise with every change of what the tabs may show; ask for them before the tracks."""
    if sheet.library_revision is not None:
        return sheet.library_revision
    return _revision_in(LibraryState.objects.filter(user_id=sheet.user_id).first())


def _revision_in(state: LibraryState | None) -> list[int]:
    return [state.revision, state.enrichment_revision] if state else [0, 0]


def _path(path: str) -> dict[str, str]:
    """Metadata of a field that is read from another path of `SavedTrack` than its own name."""
    return {"path": path}


@dataclass(slots=True)
class SheetTrack:
    """What a row shows of a saved track: each field names its path from `SavedTrack`.

    `link_number` tells equal local files apart; 0 for every other track. `genres` are filled in by the maker of rows,
    for sheets that show them: one query for the whole library.
    """

    # not frozen: a frozen dataclass takes twice as long to make, and a library has up to 50,000
    track_key: str = field(metadata=_path("track__key"))
    former_keys: list[str]
    added_at: datetime
    removed_at: datetime | None
    position: int
    name: str = field(metadata=_path("track__name"))
    artists: str = field(metadata=_path("track__artist_line"))
    album: str = field(metadata=_path("track__album__name"))
    release_date: str = field(metadata=_path("track__album__release_date"))
    duration_ms: int | None = field(metadata=_path("track__duration_ms"))
    explicit: bool | None = field(metadata=_path("track__explicit"))
    isrc: str = field(metadata=_path("track__isrc"))
    track_id: int
    tempo: float | None = field(metadata=_path("track__features__tempo"))
    energy: float | None = field(metadata=_path("track__features__energy"))
    danceability: float | None = field(metadata=_path("track__features__danceability"))
    acousticness: float | None = field(metadata=_path("track__features__acousticness"))
    valence: float | None = field(metadata=_path("track__features__valence"))
    link_number: int = 0
    genres: str | None = field(default=None, init=False)

    @property
    def full_name(self) -> str:
        """As a person knows the track."""
        return full_name(self.artists, self.name)

    @property
    def ordinal(self) -> int:
        """Which of several local files with one URI it is, from 1."""
        return self.link_number or 1

    @property
    def link(self) -> str:
        """The row's key, and the text of its Link cell."""
        return track_link(self.track_key, self.ordinal)

    @property
    def former_links(self) -> tuple[str, ...]:
        """Links under which the track may still be in the sheet."""
        return tuple(track_link(key) for key in self.former_keys)


_PATHS = tuple(one.metadata.get("path", one.name) for one in fields(SheetTrack) if one.init)
"""In the order of the fields, which the constructor takes the values in."""


def read_tracks(saves: QuerySet[SavedTrack]) -> Iterator[SheetTrack]:
    """Yields the saves, in the query's order, as a row shows them."""
    # tuples and not keywords or model instances: a library has up to 50,000, and those take several times as long
    return (SheetTrack(*values) for values in saves.values_list(*_PATHS))


@dataclass(frozen=True, slots=True)
class TracksInScope:
    """`tracks` have a row each, newest first; `repeated` were saved twice and share the newer save's row."""

    tracks: list[SheetTrack]
    repeated: list[SheetTrack]


def tracks_in_scope(user_id: int, limit: int | None) -> TracksInScope:
    """Returns the saved tracks, newest first: all, or the `limit` newest."""
    saves = SavedTrack.objects.filter(user_id=user_id, removed_at=None, track__isnull=False)
    found = TracksInScope([], [])
    links: set[str] = set()
    for track in read_tracks(saves.order_by("-position")[:limit]):
        (found.repeated if track.link in links else found.tracks).append(track)
        # the newer of two saves gets the row, because it comes first
        links.add(track.link)
    return found


def find_tracks(user_id: int, links: Collection[str]) -> tuple[list[SheetTrack], list[SheetTrack]]:
    """Returns the tracks of these links: those that were removed, and those that are still saved."""
    if not links:
        return [], []
    keys = {link: (track_key_of(link), ordinal_of(link)) for link in links}
    track_keys = {track_key for track_key, _ in keys.values()}
    saved, removed = _by_key(SavedTrack.objects.filter(user_id=user_id, track__isnull=False), track_keys)
    removed_tracks, saved_tracks = [], []
    for track_key, ordinal in keys.values():
        if track := _choose(saved.get(track_key, ()), track_key, ordinal):
            saved_tracks.append(track)
        elif track := _choose(removed.get(track_key, ()), track_key, ordinal):
            removed_tracks.append(track)
    return removed_tracks, saved_tracks


def insert_removed(saved: Sequence[SheetTrack], removed: Iterable[SheetTrack]) -> list[SheetTrack]:
    """Returns both newest first: each removed track above the first saved one that was saved before it."""
    # positions order the saves of one second: a removed save keeps its own
    waiting = sorted(removed, key=lambda track: (track.added_at, track.position))
    tracks: list[SheetTrack] = []
    for track in saved:
        while waiting and (waiting[-1].added_at, waiting[-1].position) > (track.added_at, track.position):
            tracks.append(waiting.pop())
        tracks.append(track)
    return tracks + waiting[::-1]


def _choose(tracks: Sequence[SheetTrack], track_key: str, ordinal: int) -> SheetTrack | None:
    """The last of the tracks under this key that has the ordinal. A former key has no ordinals."""
    matching = [track for track in tracks if track.track_key != track_key or track.ordinal == ordinal]
    if matching:
        return matching[-1]
    # one that was removed before local files were numbered may have been in the tab under any number
    unnumbered = [track for track in tracks if not track.link_number]
    return replace(unnumbered[-1], link_number=ordinal) if unnumbered else None


_ByKey = dict[str, list[SheetTrack]]


def _by_key(saves: QuerySet[SavedTrack], track_keys: Collection[str]) -> tuple[_ByKey, _ByKey]:
    """The current saves and the removed ones, under each of the keys, present or former, the last one last."""
    found: tuple[_ByKey, _ByKey] = {}, {}
    for part in _slices(track_keys):
        for track in read_tracks(saves.filter(track__key__in=part)):
            found[track.removed_at is not None].setdefault(track.track_key, []).append(track)
    # former ids are looked up only for links that no present id explains: that query reads every save that has some
    missing = [set(track_keys) - by_key.keys() for by_key in found]
    if any(missing):
        for track in read_tracks(saves.exclude(former_keys=[])):
            is_removed = track.removed_at is not None
            for key in missing[is_removed].intersection(track.former_keys):
                found[is_removed].setdefault(key, []).append(track)
    saved, removed = found
    for tracks in saved.values():
        tracks.sort(key=attrgetter("position"))
    for tracks in removed.values():
        tracks.sort(key=attrgetter("added_at", "position"))
    return found


def _slices(items: Collection[str], size: int = 500) -> Iterator[list[str]]:
    # SQLite takes a limited number of values in one query: https://www.sqlite.org/limits.html#max_variable_number
    everything = sorted(items)
    return (everything[start : start + size] for start in range(0, len(everything), size))
