"""From what sources say to what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable

from library.genres import known_names, normalise, weighted
from library.models import Genre
from providers.source import ArtistTag, FeatureValues


def settle_features(answers: dict[int, FeatureValues]) -> dict[int, FeatureValues]:
    return answers


def settle_genres(answers: dict[int, list[ArtistTag]]) -> dict[int, dict[str, float]]:
    """A few genres with weights an artist. A tag counts when its source, the list or the database calls it a genre."""
    genres = _genres_among(tag for tags in answers.values() for tag in tags)
    kept = {
        pk: weighted((tag.name, tag.count) for tag in tags if tag.is_genre or normalise(tag.name) in genres)
        for pk, tags in answers.items()
    }
    return {pk: weights for pk, weights in kept.items() if weights}


def _genres_among(tags: Iterable[ArtistTag]) -> set[str]:
    unsure = {normalise(tag.name) for tag in tags if not tag.is_genre} - {""}
    told = unsure & known_names()
    stored = Genre.objects.filter(name__in=unsure - told).values_list("name", flat=True)
    return told | set(stored)
