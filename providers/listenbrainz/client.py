"""ListenBrainz: the tags of artists by MusicBrainz's ids; part of the source MusicBrainz."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from providers import http
from providers.listenbrainz.records import parse_artist_tags
from providers.source import ArtistTag

# Artists a request.
BATCH_SIZE = 50


def get_artist_tags(mbids: Sequence[str]) -> tuple[dict[str, list[ArtistTag]], int]:
    """Returns tags by MusicBrainz id, and how many records were rejected: one request. Raises `SourceError`.

    https://listenbrainz.readthedocs.io/en/latest/users/api/metadata.html
    """
    address = f"{settings.LISTENBRAINZ_URL}/1/metadata/artist/"
    answer = http.get_json(address, {"artist_mbids": ",".join(mbids), "inc": "tag"})
    return parse_artist_tags(answer, mbids)
