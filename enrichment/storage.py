"""Keeps what was learned, and lets the sheets of those who have it saved know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from enrichment.asking import Asked
from library.models import ArtistGenre, ArtistKnowledge, Features, Genre
from library.owners import mark_owners_stale
from providers.source import FEATURE_NAMES, ArtistRef, FeatureValues, Ref

KNOWLEDGE = ["known", "source", "fetched_at", "ask_again_at", "misses", "missing_sources"]


def store_features(refs: Sequence[Ref], asked: Asked[FeatureValues]) -> None:
    now = timezone.now()
    found = {pk: asdict(values) for pk, (values, _) in asked.known.items()}
    with transaction.atomic():
        Features.objects.bulk_create(
            [Features(pk=ref.pk, **_outcome(ref, asked, now), **found.get(ref.pk, {})) for ref in refs],
            update_conflicts=True,
            unique_fields=["track"],
            update_fields=[*KNOWLEDGE, *FEATURE_NAMES],
        )
        if asked.known:
            mark_owners_stale(Q(pk__in=list(asked.known)))


def store_genres(refs: Sequence[ArtistRef], asked: Asked[dict[str, float]]) -> None:
    now = timezone.now()
    ids = _genre_ids({name for weights, _ in asked.known.values() for name in weights})
    with transaction.atomic():
        ArtistKnowledge.objects.bulk_create(
            [
                ArtistKnowledge(
                    pk=ref.pk, mbid=asked.mbids.get(ref.pk, ref.mbid), **_outcome(ref, asked, now)
                )
                for ref in refs
            ],
            update_conflicts=True,
            unique_fields=["artist"],
            update_fields=[*KNOWLEDGE, "mbid"],
        )
        ArtistGenre.objects.filter(artist__in=list(asked.known)).delete()
        ArtistGenre.objects.bulk_create(
            ArtistGenre(artist_id=pk, genre_id=ids[name], weight=weight)
            for pk, (weights, _) in asked.known.items()
            for name, weight in weights.items()
        )
        if asked.known:
            mark_owners_stale(Q(credits__artist__in=list(asked.known)))


def _outcome(ref: Ref, asked: Asked[Any], now: datetime) -> dict[str, Any]:
    """What was asked in vain is asked again in 30 days, then every 90 (settings); a silent source sooner."""
    if ref.pk in asked.known:
        return _knowledge(now, known=True, source=asked.known[ref.pk][1])
    waiting = asked.waiting.get(ref.pk)
    if waiting:
        again = max(min(waiting.values()), now)
        return _knowledge(now, again=again, misses=ref.misses, missing=",".join(sorted(waiting)))
    days = settings.ENRICHMENT_ASK_AGAIN_DAYS
    again = now + timedelta(days=days[min(ref.misses, len(days) - 1)])
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
    Genre.objects.bulk_create([Genre(name=name) for name in sorted(names)], ignore_conflicts=True)
    return dict(Genre.objects.filter(name__in=names).values_list("name", "pk"))
