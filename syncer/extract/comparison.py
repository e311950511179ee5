"""Comparing a stretch of the known library with the same stretch as Spotify lists it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from library.subsequences import longest_increasing_subsequence
from syncer.extract.stored_library import Mark, held_once, mark_of, marks_of
from syncer.transform.records import Arrival, SavedTrackRecord, Sighting, StoredSave


@dataclass(slots=True)
class Findings:
    """`standing` and `relinked` go on living, `gone` do not; `lowest` is the lowest known save that stands."""

    lowest: int | None

    standing: list[Sighting] = field(default_factory=list)
    relinked: list[Sighting] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    gone: list[StoredSave] = field(default_factory=list)

    @property
    def ends_with_arrival(self) -> bool:
        return bool(self.arrivals) and self.arrivals[-1].after == self.lowest


def compare(
    known: Sequence[StoredSave],
    seen: Sequence[SavedTrackRecord],
    *,
    above: int | None,
    elsewhere: Iterable[str] = (),
) -> Findings:
    """What became of `known`, given that `seen` is all that stands there now.

    Saves are told apart by id and added date; where one date has both a save that is missing and a track that
    is unknown, they are the same save when the ISRC is the same or when one of the two is a null.
    `above` is the save that stands over the stretch, None at the top. `elsewhere` are keys that stand over it: a
    track is held once, so its save in the stretch is gone, whatever else of that date there is.
    """
    found = Findings(above)
    again = held_once(seen).union(elsewhere)
    partners = _partners(known, seen, again)
    steady_places = _steady_places(known, partners)
    told: set[Mark] = set()
    second: datetime | None = None
    for place, record in enumerate(seen):
        save = partners.get(place)
        if save:
            _note(found, save, record)
            if place in steady_places:
                found.lowest, second = save.ref, save.added_at
            elif save.added_at != second:
                found.arrivals.append(Arrival(record, found.lowest, save.ref))
        elif (mark := mark_of(record)) not in told or mark is None:
            found.arrivals.append(Arrival(record, found.lowest))
        if mark := mark_of(record):
            told.add(mark)
    standing = {save.ref for save in partners.values()}
    found.gone = [save for save in known if save.ref not in standing]
    return found


def _steady_places(known: Sequence[StoredSave], partners: Mapping[int, StoredSave]) -> set[int]:
    """The places whose saves stand in the order they are known in."""
    ranks = {save.ref: rank for rank, save in enumerate(known)}
    places = sorted(partners)
    return {
        places[index]
        for index in longest_increasing_subsequence([ranks[partners[place].ref] for place in places])
    }


def _note(found: Findings, save: StoredSave, record: SavedTrackRecord) -> None:
    """A null says nothing: the save stays what it is known to be."""
    if record.track is None:
        return
    same = (record.track.key, record.occurrence) == (save.key, save.occurrence)
    (found.standing if same else found.relinked).append(Sighting(save.ref, record))


def _partners(
    known: Sequence[StoredSave], seen: Sequence[SavedTrackRecord], again: Container[str | None]
) -> dict[int, StoredSave]:
    """The known save behind each place of `seen` that has one."""
    by_mark: dict[Mark, StoredSave] = {mark: save for save in known for mark in marks_of(save)}
    by_mark |= {(save.key, save.added_at, save.occurrence): save for save in known if save.key}
    partners: dict[int, StoredSave] = {}
    taken: set[int] = set()
    told: set[Mark] = set()
    unknown: list[tuple[int, SavedTrackRecord]] = []
    for place, record in enumerate(seen):
        mark = mark_of(record)
        save = by_mark.get(mark) if mark else None
        if save and save.ref not in taken:
            partners[place] = save
            taken.add(save.ref)
        elif mark is None or mark not in told:
            unknown.append((place, record))
        if mark:
            told.add(mark)
    if unknown and len(taken) < len(known):
        missing = (save for save in known if save.ref not in taken and save.key not in again)
        partners |= _same_saves(missing, unknown)
    return partners


def _same_saves(
    missing: Iterable[StoredSave], unknown: Iterable[tuple[int, SavedTrackRecord]]
) -> dict[int, StoredSave]:
    """Pairs of one added date that are the same save, the surest first."""
    by_date: dict[datetime, list[StoredSave]] = defaultdict(list)
    for save in missing:
        by_date[save.added_at].append(save)
    left = [(place, record) for place, record in unknown if record.added_at in by_date]
    pairs: dict[int, StoredSave] = {}
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
