"""Tracks that Spotify does not list any more, and what the person answers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from api.parameters import WholeNumber
from api.syncs.schemas import Sync
from library.models import SavedTrack

MissingState = Literal["held", "kept"]


class MissingTrack(Schema):
    """A save that Spotify does not list any more. `name` is "" where Spotify has never named the track."""

    save_id: int
    track_id: int | None
    name: str
    spotify_id: str | None
    added_at: datetime
    missing_since: datetime | None

    @classmethod
    def of(cls, save: SavedTrack) -> MissingTrack:
        """Returns what the API shows of a missing save."""
        return cls(
            save_id=save.pk,
            track_id=save.track_id,
            name=save.track.full_name if save.track else "",
            spotify_id=save.track.spotify_id if save.track else None,
            added_at=save.added_at,
            missing_since=save.missing_since,
        )


class MissingTrackList(Schema):
    """A page of missing tracks, newest save first. `next` is the cursor of the page below, null on the last.

    `count` is of all pages. Of held ones `since` is when the first of them was noticed, and `looks_left` how many more daily
    syncs have to miss them before they go by themselves.
    """

    count: int
    since: datetime | None
    looks_left: int
    items: list[MissingTrack]
    next: str | None


class Removal(Schema):
    """`count` is how many tracks you have seen: where it is another number by now, none goes."""

    model_config = ConfigDict(extra="forbid")

    count: WholeNumber = Field(ge=0, description="`count` of the list that you have seen.")


class MissingAnswer(Schema):
    """How many tracks the answer was about, and the sync that lets them go; null where none has to follow."""

    count: int
    sync: Sync | None = None
