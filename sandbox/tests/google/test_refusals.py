"""Google's refusals by their codes, and `sheetId` 0 in ranges."""

import re

import pytest
from google.api.error_reason_pb2 import ErrorReason

from sandbox.google.refusals import API_REASONS, OAUTH_REFUSALS, by_reason
from sandbox.tests.google.google_client import CLIENT, SECRET, Sheets, http


@pytest.fixture
def sheets(url, world):
    return Sheets(url, world)


@pytest.mark.parametrize(
    ("code", "status", "description"),
    [
        ("disabled_client", 401, "The OAuth client was disabled."),
        ("deleted_client", 401, "The OAuth client was deleted."),
        ("invalid_grant", 400, "Token has been expired or revoked."),
    ],
)
def test_the_words_of_a_refused_refresh_are_those_of_public_reports(code, status, description):
    assert OAUTH_REFUSALS[code] == (status, description)


@pytest.mark.parametrize("code", sorted(OAUTH_REFUSALS))
def test_a_refresh_is_refused_by_code(url, world, code):
    world.faults.add("google-token", "token", {"google": code})
    form = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": CLIENT, "client_secret": SECRET}
    answer = http.post(f"{url}/google-token/token", data=form, timeout=10)
    status, description = OAUTH_REFUSALS[code]
    assert answer.status_code == status
    assert answer.json() == {"error": code, "error_description": description}


@pytest.mark.parametrize("reason", sorted(API_REASONS))
def test_a_request_is_refused_with_a_reason_for_machines(sheets, world, reason):
    made = sheets.create()["spreadsheetId"]
    world.faults.add("google-sheets", "get", {"google": reason})
    answer = sheets.call("GET", f"/{made}")
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (403, "PERMISSION_DENIED")
    (info,) = error["details"]
    assert (info["reason"], info["domain"]) == (reason, "googleapis.com")
    assert info["metadata"]["consumer"].startswith("projects/")


def test_every_reason_is_one_of_googles_list():
    assert set(ErrorReason.keys()) >= API_REASONS


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("CONSUMER_SUSPENDED", r"Permission denied: Consumer 'project_number:\d+' has been suspended\."),
        (
            "SERVICE_DISABLED",
            r"Google Sheets API has not been used in project \d+ before or it is disabled\. .+",
        ),
        ("BILLING_DISABLED", "The caller does not have permission"),
    ],
)
def test_words_are_those_of_public_reports_or_of_a_missing_permission(reason, words):
    assert re.fullmatch(words, by_reason(reason).message)


@pytest.mark.parametrize("gid", [0, 7])
def test_the_id_0_is_left_out_of_ranges_and_any_other_is_sent(sheets, gid):
    body = {"sheets": [{"properties": {"sheetId": gid}}]}
    made = sheets.call("POST", "", body).json()["spreadsheetId"]
    area = {"sheetId": gid, "startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}
    sheets.batch(
        made,
        {"addProtectedRange": {"protectedRange": {"range": area, "warningOnly": True}}},
        {"setBasicFilter": {"filter": {"range": area}}},
    )
    (sheet,) = sheets.call("GET", f"/{made}").json()["sheets"]
    ranges = [sheet["protectedRanges"][0]["range"], sheet["basicFilter"]["range"]]
    assert [found.get("sheetId") for found in ranges] == [gid or None] * 2
    assert [found["startRowIndex"] for found in ranges] == [0, 0]
    assert sheet["properties"]["sheetId"] == gid
