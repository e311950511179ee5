"""Genres, and which of them an artist plays. A track's genres are its artists'."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from library.models.catalogue import Artist


class Genre(models.Model):
    # As library.genres.normalise returns it: sources spell one genre "Hip-Hop", "hip hop" and "HIP_HOP".
    name = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.name


MAIN_WEIGHT = 1.0
"""The weight of an artist's main genre, which is the one that its tags name most; of several, if they name them as often."""


class ArtistGenre(models.Model):
    """One of an artist's few genres. Of each artist that has any, at least one has `MAIN_WEIGHT` (`library.genres.weighted`)."""

    artist = models.ForeignKey(Artist, models.CASCADE, related_name="genre_links")
    genre = models.ForeignKey(Genre, models.CASCADE, related_name="artist_links")
    weight = models.FloatField()

    class Meta:
        ordering = ["artist", "-weight", "genre__name"]
        indexes = [
            # Statistics count each track under its main genre, and rules ask whether a track has any.
            models.Index(fields=["artist", "genre"], condition=Q(weight=MAIN_WEIGHT), name="main_genres")
        ]
        constraints = [
            models.UniqueConstraint(fields=["artist", "genre"], name="one_weight_a_genre"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="weight_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.genre} by {self.artist}"


class ArtistKnowledge(models.Model):
    """The outcome of the look-ups of an artist. `known` is false where no source has a genre.

    Without a row the artist has not been looked up yet.
    """

    artist = models.OneToOneField(Artist, models.CASCADE, primary_key=True, related_name="knowledge")
    known = models.BooleanField(default=False)
    # The source of the genres; "" while none is known.
    source = models.CharField(max_length=32, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now)
    ask_again_at = models.DateTimeField(null=True, blank=True)
    # How often all sources answered without a value: the wait until the next look-up grows with it.
    misses = models.PositiveSmallIntegerField(default=0)
    # Sources without an answer the last time, comma between: only they are queried again.
    missing_sources = models.CharField(max_length=100, blank=True)
    # MusicBrainz's id of the artist, "" while it is not known. Kept, because finding it by the Spotify id is a request
    # of its own, and MusicBrainz allows one a second.
    mbid = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name_plural = "artist knowledge"
        indexes = [
            # Without the condition the index would hold every known artist, which is never due.
            models.Index(fields=["ask_again_at"], condition=Q(known=False), name="artists_to_ask_again")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(known=True, ask_again_at=None) | Q(known=False, ask_again_at__isnull=False),
                name="artist_known_or_to_ask_again",
            )
        ]

    def __str__(self) -> str:
        return f"genres of {self.artist_id}, {self.source or 'unknown'}"
