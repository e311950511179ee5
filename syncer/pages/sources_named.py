"""What every page can say about where genres and audio features come from."""

from __future__ import annotations

from django.http import HttpRequest

from syncer.enrich.credits import Credit, credits_of


def sources(request: HttpRequest) -> dict[str, dict[str, list[Credit]]]:
    features, genres = credits_of("features"), credits_of("genres")
    return {"sources": {"features": features, "genres": genres, "all": features + genres}}
