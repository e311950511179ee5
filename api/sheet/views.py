"""What goes into the sheet: read and changed."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Status

from api.authentication import may_read, may_write, person_of
from api.sheet.schemas import Sheet, SheetChange, SheetPatch
from api.syncs.schemas import Sync
from sheets.access import linked_sheet_of
from sheets.charts import require_no_charts
from sheets.sheet_settings import settings_of
from syncer.models import SyncRun
from syncer.sheet_settings import update_and_sync

router = Router(tags=["Sheet"])


@router.get(
    "",
    auth=may_read,
    response=Sheet,
    summary="See what goes into the sheet",
    openapi_extra={"responses": {409: {}}},
)
def get_sheet(request: HttpRequest) -> Sheet:
    """Returns the linked sheet with its settings, and why the daily sync is paused. 409 where none is linked."""
    return Sheet.of(linked_sheet_of(person_of(request)))


@router.patch(
    "",
    auth=may_write,
    response={200: SheetChange, 202: SheetChange},
    summary="Change what goes into the sheet",
)
def update_sheet(request: HttpRequest, response: HttpResponse, patch: SheetPatch) -> Status[SheetChange]:
    """Stores the settings. 202 with a sync that brings the sheet in line, 200 where nothing is different.

    The sync waits where you have used up what you may start in an hour. 409 with `columns_with_charts` where a chart of
    yours shows a column that would go: nothing is stored.
    """
    user = person_of(request)
    sheet = linked_sheet_of(user)
    wanted = replace(settings_of(sheet), **patch.to_changes())
    require_no_charts(sheet, wanted, patch.remove_columns)
    run = update_and_sync(user, wanted, SyncRun.Trigger.API)
    if run is None:
        return Status(200, SheetChange(sheet=Sheet.of(sheet), sync=None))
    response["Location"] = reverse("api:get_sync", args=[run.pk])
    return Status(202, SheetChange(sheet=Sheet.of(linked_sheet_of(user)), sync=Sync.of(run)))
