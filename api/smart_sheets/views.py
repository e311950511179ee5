"""Smart sheets: the list, one, its making, change and removal, what rules would hold, and why a track is in one."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router, Status

from accounts.rate_limits import CostlyAction, spend
from api.authentication import may_read, may_write, person_of
from api.links import links_to
from api.parameters import TrackId
from api.smart_sheets.schemas import (
    ExplainedCondition,
    NewSmartSheet,
    PreviewRequest,
    RulesPreview,
    SmartSheet,
    SmartSheetPatch,
    TrackExplanation,
)
from library.access import newest_save_of
from library.coverage import coverage
from library.rules.explanation import explain
from library.rules.matching import holds_track
from library.rules.preview import preview_rules
from library.rules.serialization import rules_from_json
from sheets.access import smart_sheet_of, smart_sheets_of
from sheets.smart_tabs import create_smart_tab, remove_smart_tab, update_smart_tab

SmartSheetId = Annotated[int, Path(description="`id` of a smart sheet.")]

_OF_ONE = ("get_smart_sheet", "update_smart_sheet", "delete_smart_sheet", "explain_track")
_LISTED = {"links": links_to(*_OF_ONE, smart_sheet_id="$response.body#/0/id")}
_MADE = {
    "headers": {"Location": {"schema": {"type": "string"}, "required": True}},
    "links": links_to(*_OF_ONE, smart_sheet_id="$response.body#/id"),
}
_PREVIEWED = {"links": links_to("get_track", track_id="$response.body#/tracks/0/track_id")}

router = Router(tags=["Smart sheets"])


@router.get(
    "",
    auth=may_read,
    response=list[SmartSheet],
    openapi_extra={"responses": {200: _LISTED}},
    summary="List smart sheets",
)
def list_smart_sheets(request: HttpRequest) -> list[SmartSheet]:
    """Returns your smart sheets in their order."""
    return [SmartSheet.of(tab) for tab in smart_sheets_of(person_of(request))]


@router.post(
    "",
    auth=may_write,
    response={201: SmartSheet},
    openapi_extra={"responses": {201: _MADE}},
    summary="Make a smart sheet",
)
def make_smart_sheet(request: HttpRequest, response: HttpResponse, new: NewSmartSheet) -> Status[SmartSheet]:
    """Stores a smart sheet; the next sync makes its tab. `Location` is its address.

    409 with `smart_sheet_name_taken` or `too_many_smart_sheets`.
    """
    tab = create_smart_tab(person_of(request), new.name, rules_from_json(new.rules))
    response["Location"] = reverse("api:get_smart_sheet", args=[tab.pk])
    return Status(201, SmartSheet.of(tab))


@router.post(
    "/preview",
    auth=may_read,
    response=RulesPreview,
    openapi_extra={"responses": {200: _PREVIEWED}},
    summary="Try rules",
)
def preview_smart_sheet(request: HttpRequest, sent: PreviewRequest) -> RulesPreview:
    """Returns which tracks rules would put into a sheet, and saves nothing. Counts as a preview on the site does."""
    user, rules = person_of(request), rules_from_json(sent.rules)
    spend(user, CostlyAction.PREVIEW)
    return RulesPreview.of(preview_rules(user, rules), coverage(user))


@router.get(
    "/{int:smart_sheet_id}",
    auth=may_read,
    response=SmartSheet,
    url_name="get_smart_sheet",
    summary="See a smart sheet",
)
def get_smart_sheet(request: HttpRequest, smart_sheet_id: SmartSheetId) -> SmartSheet:
    """Returns a smart sheet with its rules."""
    return SmartSheet.of(smart_sheet_of(person_of(request), smart_sheet_id))


@router.patch("/{int:smart_sheet_id}", auth=may_write, response=SmartSheet, summary="Change a smart sheet")
def update_smart_sheet(
    request: HttpRequest, smart_sheet_id: SmartSheetId, patch: SmartSheetPatch
) -> SmartSheet:
    """Stores a new name, new rules, or both; the next sync writes them. 409 with `smart_sheet_name_taken`."""
    tab = smart_sheet_of(person_of(request), smart_sheet_id)
    name = tab.name if patch.name is None else patch.name
    rules = rules_from_json(tab.rules if patch.rules is None else patch.rules)
    return SmartSheet.of(update_smart_tab(tab, name, rules))


@router.delete("/{int:smart_sheet_id}", auth=may_write, response={204: None}, summary="Remove a smart sheet")
def delete_smart_sheet(
    request: HttpRequest,
    smart_sheet_id: SmartSheetId,
    tab: Annotated[
        Literal["keep", "delete"],
        Query(description="`keep` leaves the tab to you as it is, `delete` has the next sync delete it."),
    ] = "keep",
) -> Status[None]:
    """Removes a smart sheet. With `tab=delete` its tab goes with everything in it, your own columns and notes too."""
    remove_smart_tab(smart_sheet_of(person_of(request), smart_sheet_id), with_tab=tab == "delete")
    return Status(204, None)


@router.get(
    "/{int:smart_sheet_id}/tracks/{int:track_id}",
    auth=may_read,
    response=TrackExplanation,
    summary="Explain why a track is in a smart sheet",
)
def explain_track(request: HttpRequest, smart_sheet_id: SmartSheetId, track_id: TrackId) -> TrackExplanation:
    """Returns whether a saved track is in a smart sheet, condition by condition. 404 for a track that is not saved now."""
    user = person_of(request)
    rules = rules_from_json(smart_sheet_of(user, smart_sheet_id).rules)
    save = newest_save_of(user, track_id)
    explanation = explain(user, save, rules)
    return TrackExplanation(
        name=save.track.full_name if save.track else "",
        fits=explanation.fits,
        is_in=explanation.fits and holds_track(user, rules, track_id),
        match=rules.match,
        conditions=[ExplainedCondition.of(result) for result in explanation.results],
    )
