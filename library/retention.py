"""What nobody has saved any more goes from the catalogue, and a person's own local files go with the person."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.dispatch import receiver

from accounts.signals import account_deleted
from library.models import Album, Artist, Genre, SavedTrack, Track, TrackArtist
from library.models.genres import ArtistGenre

# In one transaction: a worker that stores a page waits for no more than these.
BATCH = 500


def forget_orphans() -> int:
    """Deletes tracks that nobody has saved, not within the retention time either, and what was only there for them.

    Returns how many rows. A removed save is kept for the retention time, and its track with it. A worker that has just
    looked up a track which goes here stores its page again (`syncer.sync`).
    """
    return sum(
        _delete_all(orphans)
        # Tracks first: they hold their albums, and their credits hold the artists.
        for orphans in (
            Track.objects.filter(~Exists(SavedTrack.objects.filter(track=OuterRef("pk")))),
            Album.objects.filter(~Exists(Track.objects.filter(album=OuterRef("pk")))),
            Artist.objects.filter(~Exists(TrackArtist.objects.filter(artist=OuterRef("pk")))),
            Genre.objects.filter(~Exists(ArtistGenre.objects.filter(genre=OuterRef("pk")))),
        )
    )


def _delete_all(orphans: QuerySet[Any]) -> int:
    deleted = 0
    while True:
        with transaction.atomic():
            # Locked, and asked again: somebody may have saved one of them between the two.
            locked = list(
                orphans.select_for_update(skip_locked=True, of=("self",))
                .order_by("pk")
                .values_list("pk", flat=True)[:BATCH]
            )
            if not locked:
                return deleted
            deleted += orphans.filter(pk__in=locked).delete()[0]


@receiver(account_deleted)
def forget_local_files(sender: type[Model], *, user_pk: int, **more: Any) -> None:
    """Deletes the local files of a person who is deleted, with their artists and albums, in the same transaction."""
    for model in (Track, Album, Artist):
        model.objects.filter(owner=user_pk).delete()
