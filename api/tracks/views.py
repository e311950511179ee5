"""Shows what was saved."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from api.authentication import may_read, person_of
from api.cursors import decode_cursor, decode_moment, encode_cursor, invalid_cursor
from api.links import links_to
from api.parameters import Cursor, PageLimit, TrackId
from api.tracks.schemas import (
    SavedTrackItem,
    SavedTrackPage,
    SaveInterval,
    TrackFilter,
    TrackHistory,
    TrackSorting,
)
from library.access import saves_of_track
from library.listed_tracks import list_tracks, track_page
from library.search import Place, Sorting, TrackOrder, find_saves

FIRST = links_to("get_track", track_id="$response.body#/items/0/track_id")

router = Router(tags=["Tracks"])


@router.get(
    "",
    auth=may_read,
    response=SavedTrackPage,
    openapi_extra={"responses": {200: {"links": FIRST}}},
    summary="List saved tracks",
)
def list_saved_tracks(
    request: HttpRequest,
    *,
    track_filter: Annotated[TrackFilter, Query()],
    track_sorting: Annotated[TrackSorting, Query()],
    limit: PageLimit = 50,
    cursor: Cursor = "",
) -> SavedTrackPage:
    """Returns saves, the newest first by default. Unknown values come last in both directions.

    A cursor belongs to its `sort` and `direction`. What is saved or removed meanwhile neither repeats nor hides
    another save.

    Saves for which Spotify names no track are not among them: `receipt.sheet.left_out` of a sync lists those, with the reason
    `track_unknown`.
    """
    sorting = track_sorting.to_sorting()
    saves = find_saves(person_of(request), track_filter.to_search())
    page = track_page(saves, sorting, _decode_place(cursor, sorting) if cursor else None, limit)
    return SavedTrackPage(
        items=[SavedTrackItem.of(track) for track in page.tracks],
        next=_encode_place(page.following, sorting) if page.following else None,
    )


@router.get("/{int:track_id}", auth=may_read, response=TrackHistory, summary="See a track with its history")
def get_track(request: HttpRequest, track_id: TrackId) -> TrackHistory:
    """Returns a track that you have ever saved, with all its saves."""
    saves = list_tracks(saves_of_track(person_of(request), track_id))
    intervals = [SaveInterval.model_validate(save, from_attributes=True) for save in saves]
    return TrackHistory(**dict(SavedTrackItem.of(saves[-1])), saves=intervals)


def _encode_place(place: Place, sorting: Sorting) -> str:
    value = place.value.isoformat() if isinstance(place.value, datetime) else place.value
    return encode_cursor(sorting.by, sorting.descending, value, place.pk)


def _decode_place(cursor: str, sorting: Sorting) -> Place:
    """Raises `ApiRequestInvalid` for a cursor of another order."""
    by, descending, value, pk = decode_cursor(cursor, str, bool, _value_types(sorting.by), int)
    if (by, descending) != (sorting.by, sorting.descending):
        raise invalid_cursor()
    is_moment = sorting.by in {"added", "removed"} and value is not None
    return Place(decode_moment(value) if is_moment else value, pk)


def _value_types(by: TrackOrder) -> tuple[type, ...]:
    match by:
        case "added" | "title" | "artist" | "album" | "release_date":
            return (str,)
        case "removed":
            return (str, type(None))
        case "duration":
            return (int, type(None))
        case _:
            return (float, type(None))
