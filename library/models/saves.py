"""A person's saved tracks, each with the time it was in the library, and how far reading has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from library.models.catalogue import Track


class SavedTrack(models.Model):
    """One stay of a track in a person's library: from `added_at` to before `removed_at`, or until today.

    Saved again is another stay. `track` is null where Spotify answered null: the place is kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_tracks")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="saves")
    added_at = models.DateTimeField()
    # Tells apart the nulls of one second, and a local file that was saved twice in it.
    ordinal = models.PositiveIntegerField(default=0)
    # By this a person's sheet tells a local file from others with the same URI: from 1, kept while it is saved.
    # 0 for every other track, and until the first sheet after it was saved.
    link_number = models.PositiveIntegerField(default=0)
    # The order of the living: the higher, the newer. Gaps of 1,024 leave room for saves with an old date.
    position = models.BigIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)
    noticed_at = models.DateTimeField(default=timezone.now)
    # Ids that Spotify gave this same save before it linked it to another recording.
    former_keys = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-position"], condition=Q(removed_at=None), name="living_saves"),
            models.Index(fields=["user", "added_at", "removed_at"], name="library_on_a_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "track", "added_at", "ordinal"],
                condition=Q(removed_at=None, track__isnull=False),
                name="one_living_save",
            ),
            models.UniqueConstraint(
                fields=["user", "added_at", "ordinal"],
                condition=Q(removed_at=None, track=None),
                name="one_living_placeholder",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(removed_at__gte=F("added_at")), name="removed_after_added"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track or 'unavailable track'}, saved {self.added_at:%Y-%m-%d}"


class LibraryState(models.Model):
    """How far the reading of a person's library has come. Every commit of a reader counts `revision` up."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="library_state")
    revision = models.PositiveBigIntegerField(default=0)
    # Counted up whenever a saved track changes by something else than this library's own reading: features or
    # genres arrive for it, or somebody else's reading finds it described otherwise.
    enriched = models.PositiveBigIntegerField(default=0)
    # The first import is through: what is missing from now on was removed.
    complete = models.BooleanField(default=False)
    living = models.PositiveIntegerField("living saves", default=0)
    # What Spotify's total counts more (or less) than a clean full read found.
    expected_difference = models.IntegerField(default=0)
    # A read of all pages under way: the offset of the first save not yet stored, the total it goes by,
    # the last save stored, whether the total stayed the same all along, and pages answered behind a refused one.
    cursor_offset = models.PositiveIntegerField(null=True, blank=True)
    cursor_total = models.PositiveIntegerField(default=0)
    cursor_anchor = models.BigIntegerField(null=True, blank=True)
    cursor_clean = models.BooleanField(default=True)
    cursor_parked = models.JSONField(default=dict, blank=True)
    # The last read of all pages, and the last one that was a fall-back (at most one a day).
    reconciled_at = models.DateTimeField(null=True, blank=True)
    fell_back_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"library of {self.user}"
