"""Reads of a person's library for runs and sheets: what a run changed, and the genres of saved tracks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from library.genres import heaviest
from library.models import SavedTrack, TrackArtist

MAX_GENRES = 3
"""Genres of a track in a cell."""


def changes_since(user: User, moment: datetime) -> dict[str, int]:
    """Returns how many saves were added, removed or saved again, as noticed from `moment` on.

    From the database, so that it covers all attempts of a run that was interrupted.
    """
    saves = SavedTrack.objects.filter(user=user)
    same_track = saves.filter(track=OuterRef("track"))
    new = saves.filter(noticed_at__gte=moment)
    # SQLite would look up every new save of a first import; the removed tracks are few.
    removed_tracks = saves.filter(removed_at__isnull=False).values("track")
    # A track saved again is a removal and an addition at one moment: it counts as neither of them.
    again = (
        new.filter(track__in=removed_tracks)
        .filter(Exists(same_track.filter(removed_at=OuterRef("added_at"))))
        .count()
    )
    gone = saves.filter(removal_confirmed_at__gte=moment).exclude(
        Exists(same_track.filter(added_at=OuterRef("removed_at")))
    )
    return {"added": new.count() - again, "removed": gone.count(), "saved_again": again}


MAX_NAMED = 50
"""Tracks that a run names of those that came, and of those that went."""


@dataclass(frozen=True, slots=True)
class NamedTracks:
    """The first saves of `count` tracks, newest first; all of them have a track."""

    count: int
    saves: list[SavedTrack]

    @property
    def names(self) -> list[str]:
        return [save.track.full_name for save in self.saves if save.track]

    @property
    def more(self) -> int:
        return self.count - len(self.saves)


def came_since(user: User, moment: datetime) -> NamedTracks:
    """Returns the tracks that were noticed in the library from `moment` on, without those that were saved again."""
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    new = saves.filter(noticed_at__gte=moment)
    # Most runs find nothing new: then the long question is not asked.
    if not new.exists():
        return NamedTracks(0, [])
    # As in `changes_since`: SQLite would look up every new save of a first import; the removed tracks are few.
    removed = saves.filter(removed_at__isnull=False)
    before = removed.filter(track=OuterRef("track"), removed_at=OuterRef("added_at"))
    again = new.filter(Exists(before), track__in=removed.values("track")).values("pk")
    return _named(new.exclude(pk__in=again))


def went_since(user: User, moment: datetime) -> NamedTracks:
    """Returns the tracks whose removal was confirmed from `moment` on, without those that were saved again."""
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    gone = saves.filter(removal_confirmed_at__gte=moment)
    if not gone.exists():
        return NamedTracks(0, [])
    after = saves.filter(track=OuterRef("track"), added_at=OuterRef("removed_at"))
    return _named(gone.filter(~Exists(after)))


def _named(saves: QuerySet[SavedTrack]) -> NamedTracks:
    first = list(saves.select_related("track").order_by("-position", "pk")[: MAX_NAMED + 1])
    count = len(first) if len(first) <= MAX_NAMED else saves.count()
    return NamedTracks(count, first[:MAX_NAMED])


def genres_of_saved(user_id: int, tracks: Collection[int] | None = None) -> dict[int, str]:
    """Returns the genres of every track that the person ever saved, by its primary key: "jazz, soul". One query.

    With `tracks` of these alone. A track's genres are those of its artists, heaviest first; of artists who share a genre the heavier weight counts.
    Tracks without any are absent.
    """
    saved = SavedTrack.objects.filter(user_id=user_id).values_list("track", flat=True)
    chosen = saved if tracks is None else saved.filter(track__in=tracks)
    credits_ = TrackArtist.objects.filter(track__in=chosen, artist__genre_links__isnull=False)
    lines = credits_.values_list(
        "track_id", "artist__genre_links__genre__name", "artist__genre_links__weight"
    )
    weights: dict[int, dict[str, float]] = {}
    # Without the model's default order, which the database would sort all lines by: `heaviest` orders each track's.
    for track_id, genre, weight in lines.order_by().iterator():
        of_track = weights.setdefault(track_id, {})
        of_track[genre] = max(weight, of_track.get(genre, 0.0))
    return {track_id: ", ".join(heaviest(names, MAX_GENRES)) for track_id, names in weights.items()}
