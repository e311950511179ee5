"""Every error response that Google is known to give, and the problem behind it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from problems.kinds import AskOperator, AskUser, Bug, Reconnect, TryLater
from providers.google.errors import PROJECT_REASONS, google_problem, parse_error
from providers.token_endpoint.errors import REFUSALS
from sandbox.google.refusals import API_REASONS, OAUTH_REFUSALS, by_reason
from tests.support.problems import text_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SERVICE_ACCOUNT = "robot@example.iam.gserviceaccount.com"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def body(code, status, message, reason=""):
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    error = {"code": code, "message": message, "status": status, "details": [info] if reason else []}
    return json.dumps({"error": error})


def problem(code, status, message, *, address=SERVICE_ACCOUNT, is_write=False, reason=""):
    error = parse_error(code, body(code, status, message, reason))
    return google_problem(error, address=address, is_write=is_write)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("This operation is not supported for this document", "sheet_is_xlsx"),
        ("Invalid requests[3].updateCells: No grid with id: 77", "tab_deleted"),
        ("You are trying to edit a protected cell or object. Please contact the owner.", "sheet_protected"),
        (
            "Invalid requests[0].deleteRange: You cannot insert or delete cells over an array formula.",
            "array_formula_in_the_way",
        ),
        (
            "Invalid requests[1].updateSheetProperties: This action would increase the number of cells in the"
            " workbook above the limit of 10000000 cells.",
            "sheet_full",
        ),
        ("Your input contains more than the maximum of 50000 characters in a single cell.", "cell_too_long"),
        ("Cannot cut from form data. Use copy instead.", "form_in_the_way"),
        (
            "Invalid requests[0].deleteDimension: Sorry, it is not possible to delete all non-frozen columns.",
            "frozen_in_the_way",
        ),
        (
            "Invalid requests[2].repeatCell: You can't set the number format of cells in a typed column.",
            "typed_column_in_the_way",
        ),
        (
            "Invalid requests[0].setDataValidation: This operation is not allowed on cells in typed columns",
            "typed_column_in_the_way",
        ),
    ],
)
def test_a_problem_that_the_person_can_solve_has_a_class_of_its_own(message, code):
    found = problem(400, "INVALID_ARGUMENT", message, is_write=True)
    assert isinstance(found, AskUser)
    assert found.code == code


def test_a_sheet_that_is_not_shared_names_the_address_to_share_it_with():
    found = problem(403, "PERMISSION_DENIED", "The caller does not have permission")
    assert isinstance(found, AskUser)
    assert found.code == "sheet_not_shared"
    assert SERVICE_ACCOUNT in text_of(found)


def test_a_write_with_view_only_access_asks_for_an_editor():
    found = problem(403, "PERMISSION_DENIED", "The caller does not have permission", is_write=True)
    assert isinstance(found, AskUser)
    assert found.code == "sheet_view_only"
    assert "Editor" in text_of(found)


def test_a_created_sheet_that_is_read_but_not_written_is_locked():
    found = problem(
        403, "PERMISSION_DENIED", "The caller does not have permission", address="", is_write=True
    )
    assert isinstance(found, AskUser)
    assert (found.code, found.may_heal) == ("sheet_locked", True)
    assert "Unlock file" in text_of(found)


def test_a_shared_sheet_that_is_not_written_may_be_locked():
    found = problem(403, "PERMISSION_DENIED", "The caller does not have permission", is_write=True)
    assert "Unlock file" in text_of(found)


@pytest.mark.parametrize(("code", "status"), [(403, "PERMISSION_DENIED"), (404, "NOT_FOUND")])
def test_a_created_sheet_that_google_no_longer_finds_is_gone(code, status):
    found = problem(code, status, "Requested entity was not found.", address="")
    assert isinstance(found, AskUser)
    assert found.code == "sheet_gone"


def test_an_address_without_a_spreadsheet_is_missing():
    found = problem(404, "NOT_FOUND", "Requested entity was not found.")
    assert isinstance(found, AskUser)
    assert found.code == "sheet_missing"


def test_a_disabled_api_is_the_operators_problem():
    message = (
        "Google Sheets API has not been used in project 1 before or it is disabled. Enable it by visiting"
    )
    found = problem(403, "PERMISSION_DENIED", message)
    assert isinstance(found, AskOperator)
    assert found.code == "google_api_disabled"


def test_an_unticked_box_leads_to_connecting_again():
    found = problem(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", address="")
    assert isinstance(found, Reconnect)
    assert found.vendor == "google"


def test_a_token_that_is_refused_again_is_the_persons_or_the_operators_problem():
    text = "Request had invalid authentication credentials. Expected OAuth 2 access token"
    person = problem(401, "UNAUTHENTICATED", text, address="")
    site = problem(401, "UNAUTHENTICATED", text)
    assert isinstance(person, Reconnect)
    assert isinstance(site, AskOperator)


def test_a_quota_waits_for_the_next_minute():
    found = problem(
        429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Write requests'", is_write=True
    )
    assert isinstance(found, TryLater)
    assert NOW + timedelta(minutes=1) < found.when <= NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("code", "status"), [(409, "ABORTED"), (500, "INTERNAL"), (503, "UNAVAILABLE"), (408, "")]
)
def test_a_failure_at_google_is_tried_again(code, status):
    found = problem(code, status, "The operation was aborted.")
    assert isinstance(found, TryLater)
    assert NOW + timedelta(seconds=30) <= found.when <= NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    "text", ["<html>502 Bad Gateway</html>", "", '{"error":"unavailable"}', "[1]", "null"]
)
def test_a_body_in_any_shape_is_parsed(text):
    for status, kind in ((502, TryLater), (400, Bug)):
        found = google_problem(parse_error(status, text), address=SERVICE_ACCOUNT, is_write=False)
        assert isinstance(found, kind)


def test_an_unknown_refusal_is_a_bug_with_googles_message():
    found = problem(400, "INVALID_ARGUMENT", "Invalid requests[0].updateCells: beyond the last requested row")
    assert isinstance(found, Bug)
    assert "beyond the last requested row" in text_of(found)


def test_a_request_that_is_too_big_is_a_bug():
    found = problem(400, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 10485760 bytes.")
    assert isinstance(found, Bug)
    assert found.code == "request_too_big"


@pytest.mark.parametrize("reason", sorted(PROJECT_REASONS))
@pytest.mark.parametrize("address", [SERVICE_ACCOUNT, ""])
@pytest.mark.parametrize("status", [403, 404, 400])
def test_a_project_that_google_does_not_serve_is_the_operators(reason, address, status):
    """The status and the words are as for a sheet that is not shared: the code decides."""
    message = "Permission denied: Consumer 'projects/1' has been suspended."
    found = problem(status, "PERMISSION_DENIED", message, address=address, reason=reason)
    assert isinstance(found, AskOperator)
    assert (found.code, found.values) == ("google_project_refused", {"reason": reason})
    assert "you have nothing to do" in text_of(found)


@pytest.mark.parametrize(
    ("reason", "address", "code"),
    [
        ("SERVICE_DISABLED", "", "google_api_disabled"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "", "google_permission_not_given"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", SERVICE_ACCOUNT, "google_service_account_refused"),
        ("USER_BLOCKED_BY_ADMIN", "", "account_forbids_access"),
        ("USER_BLOCKED_BY_ADMIN", SERVICE_ACCOUNT, "google_project_refused"),
        ("RATE_LIMIT_EXCEEDED", "", "google_quota"),
        ("A_CODE_OF_NEXT_YEAR", SERVICE_ACCOUNT, "sheet_not_shared"),
    ],
)
def test_a_code_of_googles_decides_before_the_words(reason, address, code):
    found = problem(
        403, "PERMISSION_DENIED", "The caller does not have permission", address=address, reason=reason
    )
    assert found.code == code


@pytest.mark.parametrize(
    ("address", "code"), [("", "account_forbids_access"), (SERVICE_ACCOUNT, "google_project_refused")]
)
def test_an_administrator_who_has_switched_drive_apps_off_is_named(address, code):
    message = "The domain administrators have disabled Drive apps."
    assert problem(403, "PERMISSION_DENIED", message, address=address).code == code


@pytest.mark.parametrize("details", [None, "x", [], ["x"], [{"reason": 5}], [{"@type": "other"}]])
def test_details_without_a_code_are_no_code(details):
    answer = json.dumps({"error": {"code": 403, "message": "no", "details": details}})
    assert parse_error(403, answer).reason == ""


def test_the_sandbox_plays_each_code_that_is_known_here():
    assert REFUSALS.keys() - OAUTH_REFUSALS.keys() == {"unauthorized_client"}  # RFC 6749's, not Google's
    assert PROJECT_REASONS <= API_REASONS


@pytest.mark.parametrize("reason", sorted(API_REASONS - {"USER_BLOCKED_BY_ADMIN"}))
def test_the_sandboxs_refusals_by_reason_are_the_operators(reason):
    refused = by_reason(reason)
    error = parse_error(refused.code, json.dumps(refused.body()))
    assert isinstance(google_problem(error, address="", is_write=False), AskOperator)
