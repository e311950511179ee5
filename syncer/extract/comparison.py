"""Compares a stretch of the stored library with the same stretch as Spotify lists it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from library.subsequences import longest_increasing_subsequence
from syncer.transform.records import (
    Arrival,
    Changes,
    Cursor,
    SavedTrackRecord,
    SaveKey,
    Sighting,
    StoredSave,
    unique_track_keys,
)


@dataclass(slots=True)
class Findings:
    """`unchanged` and `relinked` saves are active, `ended` ones are not any more.

    `lowest` is the lowest stored save that is still in its place: arrivals below it are stored after it.
    """

    lowest: int | None

    unchanged: list[Sighting] = field(default_factory=list)
    relinked: list[Sighting] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    ended: list[StoredSave] = field(default_factory=list)

    @property
    def ends_with_arrival(self) -> bool:
        """Whether the stretch ends with a save that is not stored yet, so that it has no ref to be an anchor."""
        return bool(self.arrivals) and self.arrivals[-1].after == self.lowest


def compare(
    stored: Sequence[StoredSave],
    listed: Sequence[SavedTrackRecord],
    *,
    above: int | None,
    elsewhere: Iterable[str] = (),
) -> Findings:
    """Returns what became of the saves `stored`, given that `listed` is all that is in this stretch now.

    Saves are matched by track and added date. Saves of one date that match in no such way are the same save if they
    have the same ISRC (Spotify relinked it) or if one of the two is a null:

        stored             listed             finding
        A  09:00           A  09:00           unchanged
        B  08:00  isrc 1   X  08:00  isrc 1   relinked: B is X now
        C  07:00           null  07:00        nothing: a null keeps what is stored
        D  06:00                              ended
                           E  05:00           an arrival below C

    `above` is the save directly above the stretch, None at the top. `elsewhere` are keys of tracks that are listed
    above it: a library holds a track once, so that a save of such a track in the stretch has ended, even when other
    saves of its date are listed.
    """
    findings = Findings(above)
    listed_keys = unique_track_keys(listed).union(elsewhere)
    matches = _match(stored, listed, listed_keys)
    ranks = {save.ref: rank for rank, save in enumerate(stored)}
    lowest_rank = -1
    ordered_places = _ordered_places(stored, matches)
    seen_keys: set[SaveKey] = set()
    date: datetime | None = None
    for place, record in enumerate(listed):
        save = matches.get(place)
        if save:
            _add_sighting(findings, save, record)
            if place in ordered_places:
                date = save.added_at
                # Of one date the lowest is the one stored lowest, wherever it is listed.
                if ranks[save.ref] > lowest_rank:
                    findings.lowest, lowest_rank = save.ref, ranks[save.ref]
            elif save.added_at != date:
                # Saves of one date are listed in any order: only one that left its date has moved.
                findings.arrivals.append(Arrival(record, findings.lowest, save.ref))
        elif (key := record.save_key) not in seen_keys or key is None:
            findings.arrivals.append(Arrival(record, findings.lowest))
        if key := record.save_key:
            seen_keys.add(key)
    matched = {save.ref for save in matches.values()}
    findings.ended = [save for save in stored if save.ref not in matched]
    return findings


def _ordered_places(stored: Sequence[StoredSave], matches: Mapping[int, StoredSave]) -> set[int]:
    """Returns the places whose saves are listed in the order they are stored in; the others have moved.

    Neighbours of one date have one rank: within a date the order says nothing.
    """
    ranks: dict[int, int] = {}
    for above, save in zip([None, *stored], stored, strict=False):
        is_same_date = above is not None and above.added_at == save.added_at
        ranks[save.ref] = ranks[above.ref] if above and is_same_date else len(ranks)
    places = sorted(matches)
    in_order = [(ranks[matches[place].ref], place) for place in places]
    return {places[index] for index in longest_increasing_subsequence(in_order)}


def _add_sighting(findings: Findings, save: StoredSave, record: SavedTrackRecord) -> None:
    # A null says nothing about the track: the save keeps the one that is stored.
    if record.track is None:
        return
    same = (record.track.key, record.occurrence) == (save.key, save.occurrence)
    (findings.unchanged if same else findings.relinked).append(Sighting(save.ref, record))


def _match(
    stored: Sequence[StoredSave], listed: Sequence[SavedTrackRecord], listed_keys: Container[str | None]
) -> dict[int, StoredSave]:
    """Returns the stored save of each place of `listed` that has one."""
    by_key: dict[SaveKey, StoredSave] = {
        key: save for save in stored if save.aliases for key in save.save_keys
    }
    # Current keys win over former ones: two saves can share a key if one of them was relinked away from it.
    by_key |= {(save.key, save.added_at, save.occurrence): save for save in stored if save.key}
    matches: dict[int, StoredSave] = {}
    matched: set[int] = set()
    seen_keys: set[SaveKey] = set()
    unmatched: list[tuple[int, SavedTrackRecord]] = []
    for place, record in enumerate(listed):
        key = record.save_key
        save = by_key.get(key) if key else None
        if save and save.ref not in matched:
            matches[place] = save
            matched.add(save.ref)
        elif key is None or key not in seen_keys:
            unmatched.append((place, record))
        if key:
            seen_keys.add(key)
    # A track that is listed at another date was saved again: its old save has ended, and must not be relinked.
    if unmatched and len(matched) < len(stored):
        missing = (save for save in stored if save.ref not in matched and save.key not in listed_keys)
        matches |= _same_saves(missing, unmatched)
    _match_unreadable(stored, listed, matches)
    return matches


def _match_unreadable(
    stored: Sequence[StoredSave], listed: Sequence[SavedTrackRecord], matches: dict[int, StoredSave]
) -> None:
    """Adds the matches of items that Spotify fails on: the save that is stored where the item is listed."""
    places = [place for place, record in enumerate(listed) if record.is_unreadable and place not in matches]
    if not places:
        return
    ranks = {save.ref: rank for rank, save in enumerate(stored)}
    matched = {save.ref for save in matches.values()}
    for place in places:
        above = matches.get(place - 1)
        if above is None and place > 0:
            continue
        rank = ranks[above.ref] + 1 if above else 0
        if rank < len(stored) and stored[rank].ref not in matched:
            matches[place] = stored[rank]
            matched.add(stored[rank].ref)


def _same_saves(
    missing: Iterable[StoredSave], unmatched: Iterable[tuple[int, SavedTrackRecord]]
) -> dict[int, StoredSave]:
    """Returns pairs of one added date that are the same save; the surest rule pairs first."""
    by_date: dict[datetime, list[StoredSave]] = defaultdict(list)
    for save in missing:
        by_date[save.added_at].append(save)
    left = [(place, record) for place, record in unmatched if record.added_at in by_date]
    pairs: dict[int, StoredSave] = {}
    # A null for a null first, so that none of them takes the place of a track. Then the same recording under another
    # id: Spotify relinks tracks whose licence has changed, see
    # https://developer.spotify.com/documentation/web-api/concepts/track-relinking.
    # What is left of the date can only be a track that became a null, or a null that became a track.
    for rule in (_both_null, _same_recording, _now_null, _was_null):
        for place, record in left:
            if place in pairs:
                continue
            candidates = by_date[record.added_at]
            same = next((save for save in candidates if rule(save, record)), None)
            if same:
                pairs[place] = same
                candidates.remove(same)
    return pairs


def _both_null(save: StoredSave, record: SavedTrackRecord) -> bool:
    return save.key is None and record.track is None


def _same_recording(save: StoredSave, record: SavedTrackRecord) -> bool:
    return record.track is not None and bool(save.isrc) and save.isrc == record.track.isrc


def _now_null(save: StoredSave, record: SavedTrackRecord) -> bool:
    return save.key is not None and record.track is None


def _was_null(save: StoredSave, record: SavedTrackRecord) -> bool:
    return save.key is None and record.track is not None


class StoredLibrary(Protocol):
    """The active saves of one person, newest first; `syncer.load.storage.LibraryStore` is the one in the database.

    A protocol and not the class itself: extraction is free of Django, and its tests run thousands of libraries in
    memory.
    """

    @property
    def size(self) -> int: ...

    @property
    def cursor(self) -> Cursor | None: ...

    def newest(self, count: int) -> Sequence[StoredSave]: ...

    def all(self) -> Sequence[StoredSave]: ...

    def saves_of_tracks(self, keys: Iterable[str]) -> Sequence[StoredSave]: ...

    def apply(self, changes: Changes, cursor: Cursor | None = None) -> Sequence[StoredSave]:
        """Stores the changes, all or nothing; returns the arrivals as saves, in their order."""
        ...
