"""Permissions, scopes and quotas of the Sheets API."""

import pytest
import requests

from sandbox.tests.google.google_client import ADA, BEN, DRIVE_FILE, Sheets, error
from sandbox.tests.google.workbook_requests import fill

READ_ONLY = "https://www.googleapis.com/auth/spreadsheets.readonly"
DENIED = (403, "PERMISSION_DENIED", "The caller does not have permission")
NOT_FOUND = (404, "NOT_FOUND", "Requested entity was not found.")


@pytest.fixture
def id(world):
    return world.google.create_spreadsheet("ada", "Songs").id


@pytest.fixture
def ada(url, world):
    return Sheets(url, world)


@pytest.fixture
def ben(url, world):
    return Sheets(url, world, BEN)


@pytest.fixture
def robot(url, world):
    return Sheets(url, world, world.google.service_account_email)


def read(sheets, id):
    return sheets.call("GET", f"/{id}")


def write(sheets, id):
    return sheets.call("POST", f"/{id}:batchUpdate", {"requests": [fill(["x"])]})


def test_a_file_that_is_not_shared_is_denied(ben, id):
    assert error(read(ben, id)) == error(write(ben, id)) == DENIED


def test_a_missing_file_is_not_found(ada, id, world):
    assert error(read(ada, "1" * 44)) == NOT_FOUND
    world.google.delete(id)
    assert error(read(ada, id)) == NOT_FOUND


def test_a_viewer_reads_and_does_not_write(ben, id, world):
    world.google.share(id, "ben", "reader")
    assert read(ben, id).status_code == 200
    assert error(write(ben, id)) == DENIED


def test_a_locked_file_is_read_and_not_written_not_even_by_its_owner(ada, ben, id, world):
    world.google.share(id, "ben", "writer")
    world.google.lock(id)
    assert read(ada, id).status_code == read(ben, id).status_code == 200
    assert error(write(ada, id)) == error(write(ben, id)) == DENIED
    world.google.lock(id, locked=False)
    assert write(ada, id).status_code == write(ben, id).status_code == 200


def test_the_service_account_has_access_while_a_file_is_shared_with_it(robot, id, world):
    assert error(read(robot, id)) == DENIED
    world.google.share(id, robot.email)
    assert write(robot, id).status_code == 200
    world.google.unshare(id, robot.email)
    assert error(write(robot, id)) == DENIED


def test_the_service_account_owns_no_files(robot, world):
    assert error(robot.call("POST", "", {})) == (
        403,
        "PERMISSION_DENIED",
        "The user's Drive storage quota has been exceeded.",
    )
    assert not world.google.spreadsheets


def test_drive_file_sees_only_what_was_made_with_the_app(url, world, id):
    narrow = Sheets(url, world, ADA, DRIVE_FILE)
    assert error(read(narrow, id)) == NOT_FOUND
    made = narrow.create()["spreadsheetId"]
    assert write(narrow, made).status_code == 200
    assert error(write(Sheets(url, world, BEN, DRIVE_FILE), made)) == NOT_FOUND


def test_a_read_only_scope_does_not_permit_writing(url, world, id):
    reader = Sheets(url, world, ADA, READ_ONLY)
    assert read(reader, id).status_code == 200
    answer = write(reader, id)
    assert error(answer) == (403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
    assert answer.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    assert error(read(Sheets(url, world, ADA, "openid"), id))[0] == 403


def test_an_expired_token_is_unauthenticated(ada, id, world):
    world.google.expire_access("ada")
    answer = read(ada, id)
    assert error(answer)[:2] == (401, "UNAUTHENTICATED")
    assert (
        answer.headers["WWW-Authenticate"]
        == 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    )


def test_an_access_token_is_valid_for_an_hour(ada, id, world):
    world.advance(3_598)
    assert read(ada, id).status_code == 200
    world.advance(2)
    assert read(ada, id).status_code == 401


def test_no_token_at_all_is_unauthenticated(url, id):
    answer = requests.get(f"{url}/google-sheets/v4/spreadsheets/{id}", timeout=10)
    assert error(answer)[:2] == (401, "UNAUTHENTICATED")


def test_an_excel_file_is_not_a_spreadsheet(ada, world):
    id = world.google.add_xlsx("ada").id
    assert len(id) == 33
    refused = (400, "FAILED_PRECONDITION", "This operation is not supported for this document")
    assert error(read(ada, id)) == error(write(ada, id)) == refused


def test_a_disabled_api_is_named_in_its_error(ada, id, world):
    world.google.api_enabled = False
    status, name, message = error(read(ada, id))
    assert (status, name) == (403, "PERMISSION_DENIED")
    assert message.startswith("Google Sheets API has not been used in project")


def test_sixty_reads_a_minute_and_not_one_more(ada, id, world):
    assert [read(ada, id).status_code for _ in range(61)] == [200] * 60 + [429]
    assert write(ada, id).status_code == 200
    world.advance(61)
    assert read(ada, id).status_code == 200


def test_an_exceeded_quota_is_reported_in_googles_words(ada, id, world):
    world.google.quotas.writes_per_user = 0
    answer = write(ada, id)
    assert "Retry-After" not in answer.headers
    status, name, message = error(answer)
    assert (status, name) == (429, "RESOURCE_EXHAUSTED")
    assert message == (
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:731000000042'."
    )
    (detail,) = answer.json()["error"]["details"]
    assert detail["@type"] == "type.googleapis.com/google.rpc.ErrorInfo"
    assert (detail["reason"], detail["domain"]) == ("RATE_LIMIT_EXCEEDED", "googleapis.com")
    assert detail["metadata"]["quota_limit"] == "WriteRequestsPerMinutePerUser"
    assert detail["metadata"]["quota_metric"] == "sheets.googleapis.com/write_requests"


def test_the_project_has_a_limit_of_its_own(ada, ben, id, world):
    world.google.quotas.reads = 2
    world.google.share(id, "ben")
    assert [read(sheets, id).status_code for sheets in (ada, ben, ada)] == [200, 200, 429]


def test_a_limit_of_none_is_unlimited(ada, id, world):
    world.google.quotas.reads_per_user = world.google.quotas.reads = None
    assert {read(ada, id).status_code for _ in range(70)} == {200}


@pytest.mark.parametrize(
    ("name", "status"), [("quota", 429), ("unavailable", 503), ("internal", 500), ("permission", 403)]
)
def test_faults_answer_in_googles_words(ada, id, world, name, status):
    world.faults.add("google-sheets", "get", {"google": name})
    assert error(read(ada, id))[0] == status
    assert read(ada, id).status_code == 200


def test_a_protected_cell_is_refused_to_an_editor(ben, ada, id, world):
    world.google.share(id, "ben")
    ada.batch(id, {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}})
    status, name, message = error(write(ben, id))
    assert (status, name) == (400, "INVALID_ARGUMENT")
    assert "You are trying to edit a protected cell or object." in message
    assert write(ada, id).status_code == 200
