"""Shows what changed in a library, to who asks again and again."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router

from accounts.models import User
from api.authentication import may_read, person_of
from api.cursors import decode_cursor, decode_moment, encode_cursor
from api.events.schemas import LibraryEventItem, LibraryEventPage
from api.links import links_to
from api.parameters import Cursor
from library.events import EventPage, EventPlace, events_behind, place_of_now

FIRST = links_to("get_track", track_id="$response.body#/items/0/track/track_id")

router = Router(tags=["Tracks"])


@router.get(
    "",
    auth=may_read,
    response=LibraryEventPage,
    openapi_extra={"responses": {200: {"links": FIRST}}},
    summary="List what was saved and removed",
)
def list_events(
    request: HttpRequest,
    *,
    cursor: Cursor = "",
    start: Annotated[
        Literal["first", "now"],
        Query(description="Without a cursor: from the first event on, or only what comes from now on."),
    ] = "first",
    limit: Annotated[int, Query(ge=1, le=500, description="How many events a page has at most.")] = 100,
) -> LibraryEventPage:
    """Returns what was saved, removed and saved again since `cursor`, oldest first.

    Send `next` each time, also after a page without items: no event is missed, and none comes twice, while syncs go on.

    Where Spotify shows a saved recording under another id, nothing is told: the save keeps its
    `save_id`, and `track` has the new `track_id` and `spotify_id`. Saves for which Spotify names no track have no event; once it names
    one, theirs stands where the save was noticed.
    """
    page = _page(person_of(request), cursor, start, limit)
    following = encode_cursor(page.place.at.isoformat(), page.place.rank, page.place.pk) if page.place else ""
    items = [LibraryEventItem.of(event) for event in page.events]
    return LibraryEventPage(items=items, next=following, has_more=page.has_more)


def _page(user: User, cursor: str, start: str, limit: int) -> EventPage:
    """Raises `ApiRequestInvalid` for a cursor that is none."""
    if start == "now" and not cursor:
        return EventPage([], place_of_now(user), has_more=False)
    if not cursor:
        return events_behind(user, None, limit)
    at, rank, pk = decode_cursor(cursor, str, int, int)
    return events_behind(user, EventPlace(decode_moment(at), rank, pk), limit)
