"""ReccoBeats: audio features by Spotify id, without a key. It knows about two thirds of a library."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from providers import http
from providers.reccobeats.records import parse_feature_records
from providers.source import Credit, FeatureValues, SourceAnswer, TrackRef


class ReccoBeats:
    """One request a batch, see `providers.source.Source`."""

    name = state_name = "reccobeats"
    title = "ReccoBeats"
    credits = (Credit("ReccoBeats", "https://reccobeats.com/"),)
    batch_size = 40
    pause = 0.0
    is_optional = False

    @property
    def requests_per_day(self) -> int:
        return settings.ENRICHMENT_REQUESTS_PER_DAY

    def fetch(self, refs: Sequence[TrackRef], *, max_requests: int) -> SourceAnswer[FeatureValues]:
        """https://reccobeats.com/docs/apis/get-audio-features"""
        ids = ",".join(ref.spotify_id for ref in refs)
        url = f"{settings.RECCOBEATS_URL}/v1/audio-features"
        answer = parse_feature_records(http.get_json(url, {"ids": ids}), refs)
        answer.requests = 1
        return answer
