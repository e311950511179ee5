"""Genres, and which of them an artist plays. A track's genres are its artists'."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from library.models.catalogue import Artist


class Genre(models.Model):
    # As library.genres.normalise makes it: "hip hop", whoever wrote Hip-Hop.
    name = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.name


class ArtistGenre(models.Model):
    """One of an artist's few genres; 1 is the weight of the one said most."""

    artist = models.ForeignKey(Artist, models.CASCADE, related_name="genre_links")
    genre = models.ForeignKey(Genre, models.CASCADE, related_name="artist_links")
    weight = models.FloatField()

    class Meta:
        ordering = ["artist", "-weight", "genre__name"]
        constraints = [
            models.UniqueConstraint(fields=["artist", "genre"], name="one_weight_a_genre"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="weight_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.genre} by {self.artist}"


class ArtistKnowledge(models.Model):
    """What asking about an artist came to. `known` is false where every source was asked and none had a genre."""

    artist = models.OneToOneField(Artist, models.CASCADE, primary_key=True, related_name="knowledge")
    known = models.BooleanField(default=False)
    # Who said so; "" while nobody knows.
    source = models.CharField(max_length=32, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now)
    ask_again_at = models.DateTimeField(null=True, blank=True)
    # How often every source was asked in vain.
    misses = models.PositiveSmallIntegerField(default=0)
    # Sources that could not be asked the last time, comma between: only they are asked again.
    missing_sources = models.CharField(max_length=100, blank=True)
    # MusicBrainz's id of the artist, "" while it is not known.
    mbid = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name_plural = "artist knowledge"
        indexes = [
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
