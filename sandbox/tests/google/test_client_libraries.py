"""The unmodified gspread and google-auth against the sandbox."""

import datetime

import gspread
import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import credentials, service_account

from sandbox.tests.google.google_client import CLIENT, SECRET, SPREADSHEETS, sign_in


class QuietCredentials(service_account.Credentials):
    """Skips google-auth's background lookup of regional boundaries at a Google host."""

    def _is_regional_access_boundary_lookup_required(self):
        return False


@pytest.fixture
def client(url, world):
    class Local(gspread.HTTPClient):
        def request(self, method, endpoint, *args, **kwargs):
            endpoint = endpoint.replace("https://sheets.googleapis.com", f"{url}/google-sheets")
            return super().request(method, endpoint, *args, **kwargs)

    info = world.google.service_account_info(f"{url}/google-token/token")
    login = QuietCredentials.from_service_account_info(info, scopes=[SPREADSHEETS])
    client = gspread.authorize(login, http_client=Local)
    yield client
    client.http_client.session.close()
    login_session = getattr(client.http_client.session, "_auth_request_session", None)
    if login_session:
        login_session.close()


@pytest.fixture
def spreadsheet(client, world):
    id = world.google.create_spreadsheet("ada", "Songs").id
    world.google.share(id, world.google.service_account_email)
    return client.open_by_key(id)


def test_a_typical_gspread_script_works(spreadsheet):
    sheet = spreadsheet.worksheet("Sheet1")
    sheet.clear()
    sheet.resize(rows=10, cols=3)
    sheet.update([["Artist", "Track"], ["Robyn", "=1+1"]])
    sheet.update([["2020-01-01", "=1+1"]], "A3", value_input_option="USER_ENTERED")
    sheet.freeze(rows=1)
    sheet.append_row(["Björk", "Oral 🎧"])
    assert sheet.get_all_values() == [
        ["Artist", "Track"],
        ["Robyn", "=1+1"],
        ["2020-01-01", "2"],
        ["Björk", "Oral 🎧"],
    ]
    assert spreadsheet.get_worksheet(0).frozen_row_count == 1


def test_other_methods_of_gspread_work(spreadsheet, world):
    sheet = spreadsheet.add_worksheet("More", rows=5, cols=4)
    sheet.update_cell(1, 1, "b")
    sheet.insert_row(["a"], 1)
    sheet.format("A1", {"textFormat": {"bold": True}})
    sheet.insert_note("A2", "mine")
    sheet.batch_update([{"range": "B1:B2", "values": [["x"], ["y"]]}])
    sheet.sort((1, "des"))
    assert (sheet.get_values(), sheet.get_note("A1"), sheet.find("x").address) == (
        [["b", "y"], ["a", "x"]],
        "mine",
        "B2",
    )
    sheet.delete_rows(1)
    sheet.update_title("Less")
    assert [tab.title for tab in spreadsheet.worksheets()] == ["Sheet1", "Less"]
    spreadsheet.del_worksheet(sheet)
    assert len(world.google.workbook(spreadsheet.id).tabs) == 1


def test_gspread_recognises_the_errors(client, world):
    id = world.google.create_spreadsheet("ada").id
    with pytest.raises(PermissionError):
        client.open_by_key(id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("1" * 44)
    with pytest.raises(gspread.exceptions.APIError) as caught:
        client.http_client.batch_update(id, {"requests": []})
    assert caught.value.code == 403


def test_an_expired_service_account_token_is_renewed(spreadsheet, world):
    world.google.expire_access(world.google.service_account_email)
    assert spreadsheet.fetch_sheet_metadata()["properties"]["title"] == "Songs"
    assert world.count("google-token", "token") == 2


@pytest.fixture
def ada(url):
    """A person's credentials with an expired access token."""
    tokens = sign_in(url)
    return credentials.Credentials(
        tokens["access_token"],
        refresh_token=tokens["refresh_token"],
        token_uri=f"{url}/google-token/token",
        client_id=CLIENT,
        client_secret=SECRET,
        expiry=datetime.datetime(2020, 1, 1),
    )


def test_google_auth_refreshes_a_persons_token(ada, url):
    with AuthorizedSession(ada) as session:
        made = session.post(f"{url}/google-sheets/v4/spreadsheets", json={})
        assert made.status_code == 200
        session._auth_request.session.close()


def test_google_auth_reports_a_revoked_grant(ada, url, world):
    world.google.revoke("ada")
    with AuthorizedSession(ada) as session:
        with pytest.raises(RefreshError) as caught:
            session.post(f"{url}/google-sheets/v4/spreadsheets", json={})
        session._auth_request.session.close()
    assert caught.value.args[0] == "invalid_grant: Token has been expired or revoked."
    assert not caught.value.retryable
