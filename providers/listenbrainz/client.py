"""ListenBrainz: the tags of up to 50 artists a request, by MusicBrainz's ids.

https://listenbrainz.readthedocs.io/en/latest/users/api/metadata.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from providers import http
from providers.source import SourceError, SourceFailure, Tag, branch, read_tag, rows, text

BATCH = 50


def tags(mbids: Sequence[str]) -> tuple[dict[str, list[Tag]], int]:
    """Tags by MusicBrainz id, and how many records were not believed. Raises SourceError."""
    address = f"{settings.LISTENBRAINZ_URL}/1/metadata/artist/"
    return read(http.get(address, {"artist_mbids": ",".join(mbids), "inc": "tag"}), mbids)


def read(raw: object, mbids: Sequence[str]) -> tuple[dict[str, list[Tag]], int]:
    """Rows that are genres carry a genre's id."""
    if raw is None:
        return {}, 0
    if not isinstance(raw, list):
        raise SourceError(SourceFailure.DOWN)
    found: dict[str, list[Tag]] = {}
    refused = len(raw) - len(rows(raw))
    for artist in rows(raw):
        mbid = text(artist.get("artist_mbid")).lower()
        if mbid in mbids:
            read_tags = [_tag(row) for row in rows(branch(artist, "tag", "artist"))]
            found.setdefault(mbid, [tag for tag in read_tags if tag is not None])
            refused += read_tags.count(None)
        else:
            refused += 1
    return found, refused


def _tag(row: Mapping[str, Any]) -> Tag | None:
    return read_tag(row.get("tag"), row.get("count"), is_genre=bool(text(row.get("genre_mbid"))))
