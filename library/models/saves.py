"""A person's saved tracks, each with the time it was in the library, and how far reading has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from library.models.catalogue import Track
from library.models.features import Features

# The saves that Spotify lists, and those that it does not list any more, which are current all the same.
LISTED = Q(removed_at=None, missing_since=None)
MISSING = Q(removed_at=None, missing_since__isnull=False)


class SavedTrack(models.Model):
    """A track in a person's library over one interval: from `added_at` on, to before `removed_at`.

    A current save has no `removed_at`. A track that is saved again gets another row:

                Mon     Tue     Wed     Thu     Fri
        one     |-------)                               added Mon, removed Tue
        one                             |----------->   added Thu, current
        two             |--------------------------->   added Tue, current

    The library on Wednesday was "two". `track` is null for a placeholder, where Spotify answered null.

    A current save that Spotify does not list any more is missing: everything treats it as current until its removal is
    confirmed (`syncer.removals`). `removed_at` is then the moment at which it was found missing.
    """

    class Missing(models.TextChoices):
        """Where a missing save stands on its way to being removed."""

        UNCONFIRMED = "unconfirmed", "not listed, to be asked for by name"
        SAVED = "saved", "not listed, and saved all the same, says Spotify"
        HELD = "held", "one of too many that went missing at once"
        ACCEPTED = "accepted", "the person said that it may go"
        KEPT = "kept", "the person said that it shall stay"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_tracks")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="saves")
    # No column: a way from the save to the features of its track past the track, whose rows are the widest of all.
    features = models.ForeignObject(
        Features,
        models.DO_NOTHING,
        from_fields=["track"],
        to_fields=["track"],
        null=True,
        editable=False,
        serialize=False,  # there is nothing to dump, and not every track has features
        related_name="+",
    )
    added_at = models.DateTimeField()
    # Distinguishes placeholders of one second, and a local file that was saved twice in one second: Spotify gives
    # added dates in seconds, and the constraints below would take them for one save.
    ordinal = models.PositiveIntegerField(default=0)
    # Distinguishes saves of one local file in the sheet, where it is part of the link: from 1, kept while the save is
    # current. 0 for every other track, and until the first sheet after it was saved.
    link_number = models.PositiveIntegerField(default=0)
    # The order of current saves: the higher, the newer. Gaps of 1,024 leave room for saves with an old date.
    position = models.BigIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_confirmed_at = models.DateTimeField(null=True, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)
    missing = models.CharField(max_length=16, choices=Missing, default="", blank=True)
    # Not `added_at`: the first import meets saves of ten years, and the receipt of a run counts what it noticed.
    noticed_at = models.DateTimeField(default=timezone.now)
    # When a removed save was last listed again with its old date, and so its row opened again.
    reopened_at = models.DateTimeField(null=True, blank=True)
    # Ids that Spotify gave this same save before it linked it to another recording: rows of the sheet may still carry
    # them.
    former_keys = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [
            # Reading, planning and pages take the current saves of one person, newest first.
            models.Index(fields=["user", "-position"], condition=Q(removed_at=None), name="current_saves"),
            # For the library as it was at a moment, and the statistics by month, which count removed saves too.
            models.Index(fields=["user", "added_at", "removed_at"], name="library_on_a_date"),
            # What changed behind a moment (`library.events`).
            models.Index(fields=["user", "noticed_at"], name="saves_by_notice"),
            models.Index(
                fields=["user", "removal_confirmed_at"],
                condition=Q(removal_confirmed_at__isnull=False),
                name="saves_by_removal",
            ),
            models.Index(
                fields=["user", "reopened_at"],
                condition=Q(reopened_at__isnull=False),
                name="saves_by_reopening",
            ),
            # Few rows: each sync asks whether any save of the person is missing.
            models.Index(
                fields=["user"],
                condition=MISSING,
                name="missing_saves",
            ),
        ]
        constraints = [
            # Two constraints: in a unique index nulls are different from each other, so the first would let
            # equal placeholders pass. Missing saves are left out: one may be listed again in another row.
            models.UniqueConstraint(
                fields=["user", "track", "added_at", "ordinal"],
                condition=Q(removed_at=None, missing_since=None, track__isnull=False),
                name="one_current_save",
            ),
            models.UniqueConstraint(
                fields=["user", "added_at", "ordinal"],
                condition=Q(removed_at=None, missing_since=None, track=None),
                name="one_current_placeholder",
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
    # The last commit of a reader. No save was noticed, removed or reopened later than this (`library.events`).
    changed_at = models.DateTimeField(null=True, blank=True)
    # Counted up whenever a saved track changes by something else than this library's own reading: features or
    # genres arrive for it, or another person's reading finds it described otherwise. Not `revision`: a reader that
    # finds that one changed has been overtaken and stores nothing.
    enrichment_revision = models.PositiveBigIntegerField(default=0)
    # The first import is complete: what is missing from now on was removed.
    complete = models.BooleanField(default=False)
    # The number of saves that Spotify lists, placeholders included and missing ones not: compared with Spotify's total at
    # every sync without a COUNT.
    current_saves = models.PositiveIntegerField(default=0)
    # How much Spotify's total is above (or below) what a clean full read found.
    expected_difference = models.IntegerField(default=0)
    # A full read under way: the offset of the first save not yet stored, the total that it goes by, the last save
    # stored, whether the total was the same all along, and pages answered behind a refused one.
    cursor_offset = models.PositiveIntegerField(null=True, blank=True)
    cursor_total = models.PositiveIntegerField(default=0)
    cursor_anchor = models.BigIntegerField(null=True, blank=True)
    cursor_clean = models.BooleanField(default=True)
    cursor_parked = models.JSONField(default=dict, blank=True)
    # The last full read, and the last one that was a fall-back (at most one a day).
    reconciled_at = models.DateTimeField(null=True, blank=True)
    fell_back_at = models.DateTimeField(null=True, blank=True)
    # The last reading that did not come to rest, and how many of its day did not.
    unsettled_at = models.DateTimeField(null=True, blank=True)
    unsettled_count = models.PositiveSmallIntegerField(default=0)
    # Removals that are held: how many and since when, at how many daily looks afterwards the same ones were missing, and
    # the last look.
    held_count = models.PositiveIntegerField(default=0)
    held_since = models.DateTimeField(null=True, blank=True)
    held_looks = models.PositiveSmallIntegerField(default=0)
    held_looked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"library of {self.user}"
