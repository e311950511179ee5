"""ReccoBeats: audio features by Spotify id, without a key. It knows about two thirds of a library.

https://reccobeats.com/docs/apis/get-audio-features
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

from providers import http
from providers.source import (
    Answer,
    FeatureValues,
    SourceError,
    SourceFailure,
    TrackRef,
    branch,
    read_features,
    rows,
    text,
)


class ReccoBeats:
    name = state = "reccobeats"
    batch = 40
    pause = 0.0
    bonus = False

    @property
    def per_day(self) -> int:
        return settings.ENRICHMENT_REQUESTS_PER_DAY

    def ask(self, refs: Sequence[TrackRef], *, most: int) -> Answer[FeatureValues]:
        ids = ",".join(ref.spotify_id for ref in refs)
        answer = read(http.get(f"{settings.RECCOBEATS_URL}/v1/audio-features", {"ids": ids}), refs)
        answer.requests = 1
        return answer


def read(raw: object, refs: Sequence[TrackRef]) -> Answer[FeatureValues]:
    """In any order; unknown tracks are left out; the Spotify id is the end of each record's address."""
    content = branch(raw, "content")
    if not isinstance(content, list):
        raise SourceError(SourceFailure.DOWN)
    asked = {ref.spotify_id: ref.pk for ref in refs}
    answer: Answer[FeatureValues] = Answer(refused=len(content) - len(rows(content)))
    for row in rows(content):
        pk = asked.get(_last_segment(text(row.get("href"))))
        if pk is None:
            answer.refused += 1
            continue
        values, refused = read_features(row)
        answer.refused += refused
        if values is not None:
            answer.known.setdefault(pk, values)
    return answer


def _last_segment(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
