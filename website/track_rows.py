"""A save as `components/_track_row.html` shows it, on whichever page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from library.covers import Cover
from library.listed_tracks import ListedTrack


@dataclass(frozen=True, slots=True)
class TrackRow:
    """`href` is the track's page here, `url` the one at Spotify, None for a local file; `side` stands on the right.

    `note` is a quiet line besides; with a `row_id` there is a button that copies `url` (static/site/copy.js).
    """

    title: str
    artist_line: str
    album: str
    cover: Cover | None
    href: str
    url: str | None
    side: str
    is_removed: bool
    note: str = ""
    row_id: str = ""

    @classmethod
    def of(cls, track: ListedTrack, side: str = "", *, note: str = "", row_id: str = "") -> TrackRow:
        """Returns the row of a save, with what the page says about it."""
        return cls(
            title=track.title,
            artist_line=track.artist_line,
            album=track.album,
            cover=track.cover,
            href=reverse("library-track", args=[track.track_id]),
            url=track.url,
            side=side,
            is_removed=track.removed_at is not None,
            note=note,
            row_id=row_id,
        )
