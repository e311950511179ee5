"""A save as `components/_track_row.html` shows it, on whichever page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from library.listed_tracks import ListedTrack


@dataclass(frozen=True, slots=True)
class TrackRow:
    """`href` is the track's page here, `url` the one at Spotify, None for a local file; `side` stands on the right."""

    title: str
    artist_line: str
    album: str
    cover: None
    href: str
    url: str | None
    side: str
    is_removed: bool

    @classmethod
    def of(cls, track: ListedTrack, side: str = "") -> TrackRow:
        """Returns the row of a save, with what the page says about it on the right."""
        return cls(
            title=track.title,
            artist_line=track.artist_line,
            album=track.album,
            cover=None,
            href=reverse("library-track", args=[track.track_id]),
            url=track.url,
            side=side,
            is_removed=track.removed_at is not None,
        )
