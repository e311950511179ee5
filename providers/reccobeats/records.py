"""ReccoBeats' JSON: https://reccobeats.com/docs/apis/get-audio-features"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from providers.source import (
    FeatureValues,
    SourceAnswer,
    SourceError,
    SourceFailure,
    TrackRef,
    nested,
    objects_in,
    parse_features,
)
from providers.text import storable_part


def parse_feature_records(answer: object, refs: Sequence[TrackRef]) -> SourceAnswer[FeatureValues]:
    """Returns the features of the tracks in `answer`, in which unknown tracks are left out. Raises `SourceError`."""
    content = nested(answer, "content")
    if not isinstance(content, list):
        raise SourceError(SourceFailure.DOWN)
    pks = {ref.spotify_id: ref.pk for ref in refs}
    parsed: SourceAnswer[FeatureValues] = SourceAnswer(rejected=len(content) - len(objects_in(content)))
    for record in objects_in(content):
        # The id of a record is ReccoBeats' own; the Spotify id is the end of its address. The order is not the request's.
        pk = pks.get(_last_segment(storable_part(record.get("href"))))
        if pk is None:
            parsed.rejected += 1
            continue
        features, rejected = parse_features(record)
        parsed.rejected += rejected
        if features is not None:
            parsed.values.setdefault(pk, features)
    return parsed


def _last_segment(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
