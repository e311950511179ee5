"""Saved tracks as files, sent while they are read."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router

from accounts.time_zones import zone_of
from api.authentication import may_read, person_of
from api.tracks.schemas import TrackFilter, TrackSorting
from library.exports import ExportFormat, export_saves
from library.search import find_saves, in_order

_MEDIA_TYPES: dict[ExportFormat, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
_CSV = {"text/csv": {"schema": {"type": "string"}}}
_JSONL = {"application/jsonl": {"schema": {"$ref": "#/components/schemas/SavedTrackItem"}}}

router = Router(tags=["Tracks"])


@router.get(
    "/tracks.csv",
    auth=may_read,
    summary="Export saved tracks as CSV",
    openapi_extra={"responses": {200: {"content": _CSV}}},
)
def export_csv(
    request: HttpRequest,
    *,
    track_filter: Annotated[TrackFilter, Query()],
    sorting: Annotated[TrackSorting, Query()],
) -> StreamingHttpResponse:
    """Returns all saves that the same parameters list, a row each below a row of names, in UTF-8.

    A text that a spreadsheet would run as a formula has an apostrophe in front.
    """
    return _export(request, track_filter, sorting, "csv")


@router.get(
    "/tracks.jsonl",
    auth=may_read,
    summary="Export saved tracks as lines of JSON",
    openapi_extra={"responses": {200: {"content": _JSONL}}},
)
def export_jsonl(
    request: HttpRequest,
    *,
    track_filter: Annotated[TrackFilter, Query()],
    sorting: Annotated[TrackSorting, Query()],
) -> StreamingHttpResponse:
    """Returns all saves that the same parameters list, each on a line of its own."""
    return _export(request, track_filter, sorting, "jsonl")


def _export(
    request: HttpRequest, track_filter: TrackFilter, sorting: TrackSorting, form: ExportFormat
) -> StreamingHttpResponse:
    user = person_of(request)
    saves = in_order(find_saves(user, track_filter.to_search()), sorting.to_sorting())
    day = timezone.localdate(timezone=zone_of(user))
    return StreamingHttpResponse(
        export_saves(saves, form),
        content_type=_MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="saved-tracks-{day}.{form}"'},
    )
