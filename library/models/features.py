"""Audio features: what a source knows of how a track sounds, shared by all people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from library.models.catalogue import Track
from providers.source import MAX_TEMPO, UNIT_FEATURES


def _within(name: str, low: float, high: float) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": low, f"{name}__lte": high})


class Features(models.Model):
    """Null is unknown, never zero. `known` is false where no source knows the track.

    Tempo is in beats a minute, the others go from 0 to 1:
    https://developer.spotify.com/documentation/web-api/reference/get-audio-features
    """

    track = models.OneToOneField(Track, models.CASCADE, primary_key=True, related_name="features")
    tempo = models.FloatField(null=True, blank=True)
    energy = models.FloatField(null=True, blank=True)
    danceability = models.FloatField(null=True, blank=True)
    acousticness = models.FloatField(null=True, blank=True)
    valence = models.FloatField(null=True, blank=True)
    known = models.BooleanField(default=False)
    # The source of the values; "" while none is known.
    source = models.CharField(max_length=32, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now)
    ask_again_at = models.DateTimeField(null=True, blank=True)
    # How often all sources answered without a value: the wait until the next look-up grows with it.
    misses = models.PositiveSmallIntegerField(default=0)
    # Sources without an answer the last time, comma between: only they are queried again.
    missing_sources = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name_plural = "features"
        indexes = [
            # Without the condition the index would hold every known track, which is never due.
            models.Index(fields=["ask_again_at"], condition=Q(known=False), name="features_to_ask_again")
        ]
        constraints = [
            # Sources are checked when they answer; the constraints are for whatever writes past `providers.source`.
            *(
                models.CheckConstraint(condition=_within(name, 0, 1), name=f"{name}_0_to_1")
                for name in UNIT_FEATURES
            ),
            models.CheckConstraint(condition=_within("tempo", 1, MAX_TEMPO), name="tempo_in_bpm"),
            models.CheckConstraint(
                condition=Q(known=True, ask_again_at=None) | Q(known=False, ask_again_at__isnull=False),
                name="features_known_or_to_ask_again",
            ),
        ]

    def __str__(self) -> str:
        return f"features of {self.track_id}, {self.source or 'unknown'}"
