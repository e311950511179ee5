"""What came into a library and what went."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from api.tracks.schemas import SavedTrackItem
from library.events import EventKind, LibraryEvent


class LibraryEventItem(Schema):
    """What happened to a track, and when the site noticed it.

    `track` is the save as it is now, and not as it was then: one that was saved may have been removed since.
    """

    event: EventKind
    noticed_at: datetime
    track: SavedTrackItem

    @classmethod
    def of(cls, event: LibraryEvent) -> LibraryEventItem:
        """Returns what the API shows of an event."""
        return cls(event=event.kind, noticed_at=event.at, track=SavedTrackItem.of(event.track))


class LibraryEventPage(Schema):
    """Events, oldest first. `next` is the cursor to go on with, now if `has_more`, otherwise later."""

    items: list[LibraryEventItem]
    next: str
    has_more: bool
