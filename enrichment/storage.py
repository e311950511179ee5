"""Stores the outcome of a batch, and marks the sheets of the owners of its tracks as stale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from enrichment.batches import BatchResult
from library.genres import known_names, normalise, weighted
from library.models import ArtistGenre, ArtistKnowledge, Features, Genre
from library.storage import mark_owners_stale
from providers.source import FEATURE_NAMES, ArtistRef, ArtistTag, FeatureValues, Ref

KNOWLEDGE = ["known", "source", "fetched_at", "ask_again_at", "misses", "missing_sources"]


def store_features(refs: Sequence[Ref], result: BatchResult[FeatureValues]) -> None:
    """Stores the audio features of a batch of tracks, and when the unknown ones are due again."""
    now = timezone.now()
    values_by_pk = {pk: asdict(values) for pk, (values, _) in result.known.items()}
    # One transaction: values without their mark would never come to a sheet.
    with transaction.atomic():
        Features.objects.bulk_create(
            [
                Features(pk=ref.pk, **_outcome(ref, result, now), **values_by_pk.get(ref.pk, {}))
                for ref in refs
            ],
            update_conflicts=True,
            unique_fields=["track"],
            update_fields=[*KNOWLEDGE, *FEATURE_NAMES],
        )
        if result.known:
            mark_owners_stale(Q(pk__in=list(result.known)))


def store_genres(refs: Sequence[ArtistRef], result: BatchResult[dict[str, float]]) -> None:
    """Replaces the genres of the artists that are known now, and stores when the others are due again."""
    now = timezone.now()
    # Outside of the transaction: unused genres do no harm, and other workers wait less for these shared rows.
    ids = _genre_ids({name for weights, _ in result.known.values() for name in weights})
    with transaction.atomic():
        ArtistKnowledge.objects.bulk_create(
            [
                ArtistKnowledge(
                    pk=ref.pk, mbid=result.mbids.get(ref.pk, ref.mbid), **_outcome(ref, result, now)
                )
                for ref in refs
            ],
            update_conflicts=True,
            unique_fields=["artist"],
            update_fields=[*KNOWLEDGE, "mbid"],
        )
        ArtistGenre.objects.filter(artist__in=list(result.known)).delete()
        ArtistGenre.objects.bulk_create(
            ArtistGenre(artist_id=pk, genre_id=ids[name], weight=weight)
            for pk, (weights, _) in result.known.items()
            for name, weight in weights.items()
        )
        if result.known:
            mark_owners_stale(Q(credits__artist__in=list(result.known)))


def _outcome(ref: Ref, result: BatchResult[Any], now: datetime) -> dict[str, Any]:
    """Returns the columns of KNOWLEDGE. What no source knows is due again in 30 days, then every 90 (settings).

    What a source did not answer for is due again as soon as that source may be queried.
    """
    if ref.pk in result.known:
        return _knowledge(now, known=True, source=result.known[ref.pk][1])
    waiting = result.waiting.get(ref.pk)
    if waiting:
        # As soon as the first of them is ready: its answer can spare the others. `misses` counts full rounds only.
        again = max(min(waiting.values()), now)
        return _knowledge(now, again=again, misses=ref.misses, missing=",".join(sorted(waiting)))
    days = settings.ENRICHMENT_ASK_AGAIN_DAYS
    again = now + timedelta(days=days[min(ref.misses, len(days) - 1)])
    # PositiveSmallIntegerField ends at 32,767.
    return _knowledge(now, again=again, misses=min(ref.misses + 1, 1000))


def _knowledge(
    now: datetime,
    *,
    known: bool = False,
    source: str = "",
    again: datetime | None = None,
    misses: int = 0,
    missing: str = "",
) -> dict[str, Any]:
    return dict(zip(KNOWLEDGE, (known, source, now, again, misses, missing), strict=True))


def _genre_ids(names: Collection[str]) -> dict[str, int]:
    # Sorted, so that two workers insert in one order and do not wait for each other; ids are read back, because a bulk
    # insert that ignores conflicts returns none.
    Genre.objects.bulk_create([Genre(name=name) for name in sorted(names)], ignore_conflicts=True)
    return dict(Genre.objects.filter(name__in=names).values_list("name", "pk"))


def reduce_features(answers: dict[int, FeatureValues]) -> dict[int, FeatureValues]:
    """Returns all values: sources have checked them."""
    return answers


def reduce_genres(answers: dict[int, list[ArtistTag]]) -> dict[int, dict[str, float]]:
    """Returns a few genres with weights for each artist.

    A tag counts when its source, our list or the database has it as a genre:

        tag          Zeuhl, 5 times   seen live, 99 times
        MusicBrainz  a genre          a tag
        our list     -                -
        result       zeuhl 1.0        dropped
    """
    genres = _genres_among(tag for tags in answers.values() for tag in tags)
    kept = {
        pk: weighted((tag.name, tag.count) for tag in tags if tag.is_genre or normalise(tag.name) in genres)
        for pk, tags in answers.items()
    }
    return {pk: weights for pk, weights in kept.items() if weights}


def _genres_among(tags: Iterable[ArtistTag]) -> set[str]:
    # The database too: MusicBrainz calls a tag a genre for one artist, and Last.fm has it for the next without saying.
    unsure = {normalise(tag.name) for tag in tags if not tag.is_genre} - {""}
    listed = unsure & known_names()
    stored = Genre.objects.filter(name__in=unsure - listed).values_list("name", flat=True)
    return listed | set(stored)
