"""Drive's files.get, and the bin."""

import pytest
import requests

from sandbox.tests.google.google_client import ADA, BEN, DRIVE_FILE, Sheets, error
from sandbox.tests.google.test_access_control import NOT_FOUND, read, write

DAY = 86400


@pytest.fixture
def ada(url, world):
    return Sheets(url, world, ADA, DRIVE_FILE)


@pytest.fixture
def id(ada):
    return ada.create()["spreadsheetId"]


@pytest.fixture
def get(url):
    def get(sheets, file_id, fields="trashed"):
        headers = {"Authorization": f"Bearer {sheets.token}"}
        params = {"fields": fields} if fields else {}
        return requests.get(f"{url}/google-drive/v3/files/{file_id}", params, headers=headers, timeout=10)

    return get


def test_it_says_whether_a_file_is_in_the_bin(get, ada, id, world):
    assert get(ada, id).json() == {"trashed": False}
    world.google.trash(id)
    assert get(ada, id).json() == {"trashed": True}
    world.google.restore(id)
    assert get(ada, id).json() == {"trashed": False}


def test_without_fields_it_says_what_the_file_is(get, ada, id):
    assert get(ada, id, "").json() == {
        "kind": "drive#file",
        "id": id,
        "name": "Untitled spreadsheet",
        "mimeType": "application/vnd.google-apps.spreadsheet",
    }


def test_an_unknown_field_is_refused(get, ada, id):
    message = "Invalid field selection trashedBy"
    assert get(ada, id, "trashedBy").status_code == 400
    assert get(ada, id, "trashedBy").json()["error"] == {
        "code": 400,
        "errors": [
            {
                "domain": "global",
                "location": "fields",
                "locationType": "parameter",
                "message": message,
                "reason": "invalidParameter",
            }
        ],
        "message": message,
    }


def test_a_file_that_the_app_did_not_make_is_not_found(get, ada, world):
    other = world.google.create_spreadsheet("ada").id
    message = f"File not found: {other}."
    assert get(ada, other).status_code == 404
    assert get(ada, other).json()["error"] == {
        "errors": [
            {
                "domain": "global",
                "reason": "notFound",
                "message": message,
                "locationType": "parameter",
                "location": "fileId",
            }
        ],
        "code": 404,
        "message": message,
    }


def test_the_api_has_to_be_enabled(get, ada, id, world):
    world.google.drive_api_enabled = False
    answer = get(ada, id)
    assert answer.status_code == 403
    assert answer.json()["error"]["details"][0]["reason"] == "SERVICE_DISABLED"
    assert read(ada, id).status_code == 200


def test_a_token_is_needed(url, id):
    assert requests.get(f"{url}/google-drive/v3/files/{id}", timeout=10).status_code == 401


def test_in_the_bin_a_file_is_its_owners_alone(ada, id, url, world):
    ben = Sheets(url, world, BEN)
    world.google.share(id, "ben", "writer")
    assert write(ben, id).status_code == 200
    world.google.trash(id)
    assert error(read(ben, id)) == NOT_FOUND
    assert read(ada, id).status_code == write(ada, id).status_code == 200


def test_after_thirty_days_in_the_bin_a_file_is_gone(get, ada, id, world):
    world.google.trash(id)
    world.advance(29 * DAY)
    fresh = Sheets(ada.url, world, ADA, DRIVE_FILE)
    assert read(fresh, id).status_code == 200
    world.advance(DAY)
    assert error(read(Sheets(ada.url, world, ADA, DRIVE_FILE), id)) == NOT_FOUND
    with pytest.raises(KeyError):
        world.google.restore(id)
