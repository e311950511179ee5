"""Which tracks are missing, and the person's answer: they stay, or they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from accounts.models import User
from api.authentication import may_read, may_write, person_of
from api.cursors import decode_cursor, encode_cursor
from api.missing.schemas import MissingAnswer, MissingState, MissingTrack, MissingTrackList, Removal
from api.parameters import Cursor, PageLimit
from api.syncs.schemas import Sync
from library.access import state_of
from library.missing_saves import (
    MissingPlace,
    accept_held,
    held_saves,
    keep_held,
    kept_saves,
    page_of_missing,
    release_kept,
    require_count,
)
from library.models import SavedTrack
from sheets.access import linked_sheet_of
from syncer.clicks import sync_after_change
from syncer.models import SyncRun
from syncer.removals import LOOKS

router = Router(tags=["Missing tracks"])


@router.get("", auth=may_read, response=MissingTrackList, summary="List missing tracks")
def list_missing(
    request: HttpRequest,
    state: Annotated[
        MissingState, Query(description="`held` wait for an answer, `kept` stay as you said.")
    ] = "held",
    limit: PageLimit = 100,
    cursor: Cursor = "",
) -> MissingTrackList:
    """Returns tracks that Spotify does not list any more, newest save first."""
    user = person_of(request)
    saves = held_saves(user) if state == "held" else kept_saves(user)
    page = page_of_missing(saves, MissingPlace(*decode_cursor(cursor, int, int)) if cursor else None, limit)
    library, following = state_of(user), page.following
    return MissingTrackList(
        count=saves.count(),
        since=library.held_since if state == "held" else None,
        looks_left=LOOKS - library.held_looks if state == "held" else 0,
        items=[MissingTrack.of(save) for save in page.saves],
        next=encode_cursor(following.position, following.pk) if following else None,
    )


@router.post("/keep", auth=may_write, response=MissingAnswer, summary="Keep the tracks that are held")
def keep_missing(request: HttpRequest) -> MissingAnswer:
    """Keeps all held tracks in history and sheet until Spotify lists them again."""
    return MissingAnswer(count=keep_held(person_of(request)))


@router.post(
    "/remove",
    auth=may_write,
    response={200: MissingAnswer, 202: MissingAnswer},
    summary="Remove the tracks that are held",
)
def remove_missing(request: HttpRequest, response: HttpResponse, removal: Removal) -> Status[MissingAnswer]:
    """Lets all held tracks go with the sync that follows, and not those that you keep.

    409 with `missing_tracks_changed` where `count` is not their number.
    """
    user = person_of(request)
    return _remove(user, response, held_saves(user), accept_held, removal)


@router.post(
    "/kept/remove",
    auth=may_write,
    response={200: MissingAnswer, 202: MissingAnswer},
    summary="Remove the tracks that you keep",
)
def release_missing(request: HttpRequest, response: HttpResponse, removal: Removal) -> Status[MissingAnswer]:
    """Lets all tracks that you keep go after all, with the sync that follows, and not those that are held.

    409 with `missing_tracks_changed` where `count` is not their number.
    """
    user = person_of(request)
    return _remove(user, response, kept_saves(user), release_kept, removal)


def _remove(
    user: User,
    response: HttpResponse,
    saves: QuerySet[SavedTrack],
    accept: Callable[[User], int],
    removal: Removal,
) -> Status[MissingAnswer]:
    # Before the answer is stored: without a sheet no sync can follow.
    linked_sheet_of(user)
    require_count(saves, removal.count)
    count = accept(user)
    if not count:
        return Status(200, MissingAnswer(count=0))
    run = sync_after_change(user, SyncRun.Trigger.API)
    response["Location"] = reverse("api:get_sync", args=[run.pk])
    return Status(202, MissingAnswer(count=count, sync=Sync.of(run)))
