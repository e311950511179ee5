"""ListenBrainz's JSON: https://listenbrainz.readthedocs.io/en/latest/users/api/metadata.html"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from providers.source import (
    ArtistTag,
    SourceError,
    SourceFailure,
    nested,
    objects_in,
    parse_artist_tag,
)
from providers.text import storable_part


def parse_artist_tags(answer: object, mbids: Sequence[str]) -> tuple[dict[str, list[ArtistTag]], int]:
    """Returns tags by MusicBrainz id, and how many records were rejected. Raises `SourceError`."""
    if answer is None:
        return {}, 0
    if not isinstance(answer, list):
        raise SourceError(SourceFailure.DOWN)
    tags_by_mbid: dict[str, list[ArtistTag]] = {}
    rejected = len(answer) - len(objects_in(answer))
    for artist in objects_in(answer):
        mbid = storable_part(artist.get("artist_mbid")).lower()
        if mbid in mbids:
            tags = [_tag_of_row(row) for row in objects_in(nested(artist, "tag", "artist"))]
            tags_by_mbid.setdefault(mbid, [tag for tag in tags if tag is not None])
            rejected += tags.count(None)
        else:
            rejected += 1
    return tags_by_mbid, rejected


def _tag_of_row(row: Mapping[str, Any]) -> ArtistTag | None:
    # Rows that are genres carry a genre's id.
    return parse_artist_tag(
        row.get("tag"), row.get("count"), is_genre=bool(storable_part(row.get("genre_mbid")))
    )
