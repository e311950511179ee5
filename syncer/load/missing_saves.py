"""Saves that Spotify does not list any more: what is stored of them until they are listed again or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from accounts.models import User
from library.models import LISTED, MISSING, SavedTrack


def missing_saves(user: User) -> list[SavedTrack]:
    """Returns the person's missing saves, newest first."""
    missing = SavedTrack.objects.filter(MISSING, user=user)
    return list(missing.select_related("track").order_by("-position"))


@dataclass(frozen=True, slots=True)
class Superseded:
    """What is left after `close_superseded`, and how many were saved again."""

    left: list[SavedTrack]
    saved_again: int = 0


def close_superseded(
    missing: Sequence[SavedTrack],
    now: datetime,
    lock: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Superseded:
    """Ends the missing saves of tracks that are listed at another date: a library holds a track once.

    missing        listed         afterwards
    Mon, noticed Thu              Mon ─ …        nothing: it is not listed anywhere
    Mon, noticed Thu    Wed       Mon ─ Wed      saved again on Wednesday
    Mon, noticed Thu    Sun before   Mon ─ Thu   it went, and an older save came back
    Mon, noticed Thu    Mon       deleted        the listed row is this save

    Local files are left out: they may be saved twice. What has to be stored is stored within `lock`.
    """
    tracks = {save.track_id for save in missing if save.track and not save.track.is_local}
    if not tracks:
        return Superseded(list(missing))
    user = missing[0].user_id
    listed = dict(
        SavedTrack.objects.filter(LISTED, user=user, track__in=tracks)
        .order_by("added_at")
        .values_list("track_id", "added_at")
    )
    left, doubled, ended, saved_again = [], [], [], 0
    for save in missing:
        date = listed.get(save.track_id) if save.track_id else None
        if date is None:
            left.append(save)
        elif date == save.added_at:
            doubled.append(save.pk)
        else:
            is_later = date > save.added_at
            saved_again += is_later
            save.removed_at = date if is_later else save.missing_since
            save.removal_confirmed_at, save.missing_since, save.missing = now, None, ""
            ended.append(save)
    if doubled or ended:
        with lock():
            SavedTrack.objects.filter(pk__in=doubled).delete()
            SavedTrack.objects.bulk_update(
                ended, ["removed_at", "removal_confirmed_at", "missing_since", "missing"], batch_size=500
            )
    return Superseded(left, saved_again)


def mark(saves: Iterable[SavedTrack], state: SavedTrack.Missing) -> None:
    """Stores where missing saves stand, but for those that the person has meanwhile said they keep."""
    for part in _parts([save.pk for save in saves if save.missing != state]):
        _undecided().filter(pk__in=part).update(missing=state)


def close_missing(saves: Iterable[SavedTrack], now: datetime) -> int:
    """Closes missing saves from the moment at which each was found missing; returns how many.

    Not those that the person has meanwhile said they keep: their click and a daily look may meet.
    """
    return sum(
        _undecided()
        .filter(pk__in=part)
        .update(removed_at=F("missing_since"), removal_confirmed_at=now, missing_since=None, missing="")
        for part in _parts([save.pk for save in saves])
    )


def _undecided() -> QuerySet[SavedTrack]:
    return SavedTrack.objects.filter(MISSING).exclude(missing=SavedTrack.Missing.KEPT)


def _parts(pks: list[int]) -> Iterable[list[int]]:
    # SQLite takes a limited number of values in one statement.
    return (pks[start : start + 500] for start in range(0, len(pks), 500))
