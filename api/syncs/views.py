"""Starts syncs, and shows them."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Path, Query, Router, Status

from api.authentication import may_read, may_sync, person_of
from api.cursors import decode_cursor, encode_cursor
from api.links import links_to
from api.parameters import Cursor, PageLimit
from api.syncs.long_poll import wait_for_end
from api.syncs.schemas import Sync, SyncList
from syncer.access import run_of, runs_of
from syncer.idempotency import start_once

LONGEST_WAIT = 30
FIRST = links_to("get_sync", sync_id="$response.body#/items/0/id")

router = Router(tags=["Syncs"])


@router.post("", auth=may_sync, response={200: Sync, 202: Sync}, summary="Start a sync")
def start_sync(
    request: HttpRequest,
    response: HttpResponse,
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            max_length=200,
            description="Any text of your own: for 24 hours the same key gets the same sync. "
            "Left out: each request is a new one.",
        ),
    ] = "",
) -> Status[Sync]:
    """Starts a sync, or returns the one that is under way; `Location` is where it can be followed.

    200 where none is started: the sheet was brought up to date within the last minute, by the sync that is returned. Ask
    again in a minute.
    """
    started = start_once(person_of(request), idempotency_key)
    response["Location"] = reverse("api:get_sync", args=[started.run.pk])
    return Status(200 if started.is_up_to_date else 202, Sync.of(started.run))


@router.get(
    "",
    auth=may_read,
    response=SyncList,
    summary="List syncs",
    openapi_extra={"responses": {200: {"links": FIRST}}},
)
def list_syncs(
    request: HttpRequest,
    limit: PageLimit = 20,
    cursor: Cursor = "",
) -> SyncList:
    """Returns syncs, newest first. Ended ones are kept for two years, or as the operator has set."""
    runs = runs_of(person_of(request)).order_by("-pk")
    if cursor:
        (pk,) = decode_cursor(cursor, int)
        runs = runs.filter(Q(pk__lt=pk))
    found = list(runs[: limit + 1])
    following = encode_cursor(found[limit - 1].pk) if len(found) > limit else None
    return SyncList(items=[Sync.of(run) for run in found[:limit]], next=following)


@router.get("/{int:sync_id}", auth=may_read, response=Sync, url_name="get_sync", summary="Follow a sync")
def get_sync(
    request: HttpRequest,
    sync_id: Annotated[int, Path(description="`id` of a sync.")],
    wait: Annotated[
        int,
        Query(
            ge=0,
            le=LONGEST_WAIT,
            description="Answer when the sync has ended, or after so many seconds. While many wait, at once.",
        ),
    ] = 0,
) -> Sync:
    """Returns a sync with its progress and its receipt."""
    return Sync.of(wait_for_end(run_of(person_of(request), sync_id), wait))
