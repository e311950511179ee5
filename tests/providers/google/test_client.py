"""The client of the Sheets API, against the sandbox."""

from datetime import timedelta

import pytest
import requests
from django.utils import timezone
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from accounts.credentials import store_consent
from accounts.models import User
from problems.kinds import AskOperator, AskUser, Bug, Reconnect, TryLater, Unclear
from providers.google.client import was_never_sent
from providers.token_endpoint.records import Grant
from sheets.credentials import client_for
from tests.support.cast import make_user
from tests.support.problems import text_of
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db
FIELDS = "spreadsheetId,properties.title,sheets.properties(sheetId,title)"
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


def rename(title: str) -> dict:
    return {"updateSheetProperties": {"properties": {"sheetId": 0, "title": title}, "fields": "title"}}


def write(text: str) -> dict:
    rows = [
        {"values": [{"userEnteredValue": {"stringValue": text}}, {"userEnteredValue": {"numberValue": 1.5}}]}
    ]
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    return {"updateCells": {"range": area, "rows": rows, "fields": "userEnteredValue"}}


def requests_of(sandbox) -> list:
    return sandbox.world.entries("google-sheets")


def test_each_call_is_one_request_and_counted(sandbox, client, book):
    assert client.get(book.id, FIELDS)["properties"]["title"] == "Songs"
    filters = {"dataFilters": [{"gridRange": {"sheetId": 0}}]}
    client.read(book.id, filters, "sheets.data.rowData.values.userEnteredValue")
    client.batch_update(book.id, [rename("Mine")], fields="spreadsheetId")
    assert (client.reads, client.writes) == (2, 1)
    assert len(requests_of(sandbox)) == 3
    assert sandbox.world.count("google-token", "token") == 1


def test_fields_trim_the_answer_and_more_goes_into_the_body(client, book):
    answer = client.batch_update(
        book.id,
        [write("x")],
        fields="updatedSpreadsheet.sheets.properties.title",
        includeSpreadsheetInResponse=True,
    )
    assert answer == {"updatedSpreadsheet": {"sheets": [{"properties": {"title": "Sheet1"}}]}}


def test_text_of_any_script_and_numbers_are_written_unchanged(client, book):
    text = 'Sigur Rós 🎧 عمرو دياب =1+1 "quoted" \\ \u2028'
    client.batch_update(book.id, [write(text)])
    found = client.read(
        book.id,
        {"dataFilters": [{"gridRange": {"sheetId": 0}}]},
        "sheets.data.rowData.values.userEnteredValue",
    )
    values = found["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert values == [text, 1.5], "a cell that holds nothing but a value comes as that value"


def test_the_body_is_compact_utf_8(client, book, monkeypatch):
    sent = []
    original = client._client.session.send

    def keep(request, **kwargs):
        sent.append(request.body)
        return original(request, **kwargs)

    monkeypatch.setattr(client._client.session, "send", keep)
    client.batch_update(book.id, [write("é🎧")])
    assert b'"stringValue":"\xc3\xa9\xf0\x9f\x8e\xa7"' in sent[0]
    assert b": " not in sent[0]


def test_a_sheet_is_opened_with_the_credentials_it_was_linked_with(sandbox, sheet):
    client_for(sheet).get(sheet.spreadsheet_id, FIELDS)
    assert requests_of(sandbox)[-1].principal == sandbox.world.google.service_account_email
    sheet.method = "created"
    with pytest.raises(Reconnect):
        client_for(sheet).get(sheet.spreadsheet_id, FIELDS)


@pytest.mark.parametrize(
    ("effect", "applied"),
    [
        ({"drop": "before"}, False),
        ({"drop": "after"}, True),
        ({"cut": 5}, True),
        ({"google": "unavailable"}, False),
        ({"google": "unavailable", "applied": True}, True),
        ({"google": "internal"}, False),
        ({"html": True, "status": 502}, False),
        ({"html": True, "status": 200}, False),
        ({"status": 500, "body": '{"error":"text"}', "content_type": "application/json"}, False),
        ({"status": 503, "body": '{"error":{}}', "content_type": "application/json"}, False),
        ({"status": 200, "body": "[]", "content_type": "application/json"}, False),
    ],
)
def test_a_write_without_a_confirmation_is_unclear(sandbox, client, book, settings, effect, applied):
    sandbox.world.faults.add("google-sheets", "batch_update", effect)
    before = timezone.now()
    with pytest.raises(Unclear) as problem:
        client.batch_update(book.id, [rename("Mine")])
    assert (book.tabs[0].title == "Mine") is applied
    assert (
        before + settings.UNCLEAR_WRITE_WAIT
        <= problem.value.when
        <= timezone.now() + settings.UNCLEAR_WRITE_WAIT
    )
    assert sandbox.world.count("google-sheets", "batch_update") == 1


def test_a_write_that_times_out_is_unclear(sandbox, client, book):
    client._client.set_timeout((1, 0.2))
    sandbox.world.faults.add("google-sheets", "batch_update", {"hang": 0.6, "applied": True})
    with pytest.raises(Unclear):
        client.batch_update(book.id, [rename("Mine")])
    wait_for(lambda: sandbox.world.count("google-sheets", "batch_update") == 1)
    assert book.tabs[0].title == "Mine"


def test_a_write_that_was_never_sent_is_not_unclear(sandbox, client, book, settings):
    client.get(book.id, FIELDS)
    settings.GOOGLE_SHEETS_URL = "http://127.0.0.1:9"
    with pytest.raises(TryLater) as problem:
        client.batch_update(book.id, [rename("Mine")])
    assert not isinstance(problem.value, Unclear)


@pytest.mark.parametrize(
    "effect",
    [
        {"drop": "after"},
        {"cut": 5},
        {"google": "unavailable"},
        {"html": True, "status": 200},
        {"html": True, "status": 502},
        {"status": 500, "body": '{"error":"text"}', "content_type": "application/json"},
    ],
)
def test_a_read_that_fails_is_tried_again_later(sandbox, client, book, effect):
    sandbox.world.faults.add("google-sheets", "get", effect)
    with pytest.raises(TryLater) as problem:
        client.get(book.id, FIELDS)
    assert not isinstance(problem.value, Unclear)
    assert timezone.now() < problem.value.when < timezone.now() + timedelta(minutes=2)


def test_a_429_of_google_waits_for_the_next_minute(sandbox, client, book):
    sandbox.world.google.quotas.writes_per_user = 0
    with pytest.raises(TryLater) as problem:
        client.batch_update(book.id, [rename("Mine")])
    assert problem.value.code == "google_quota"
    assert problem.value.when < timezone.now() + timedelta(seconds=91)


def test_the_budget_is_checked_before_a_request_to_google(sandbox, client, book, settings):
    settings.GOOGLE_REQUESTS_PER_MINUTE = 1
    client.get(book.id, FIELDS)
    with pytest.raises(TryLater) as problem:
        client.get(book.id, FIELDS)
    assert problem.value.code == "google_budget"
    assert len(requests_of(sandbox)) == 1
    client.batch_update(book.id, [rename("Mine")])


def test_refusals_are_typed_problems(sandbox, client, book):
    google = sandbox.world.google
    email = google.service_account_email
    with pytest.raises(Bug):
        client.batch_update(book.id, [{"nonsense": {}}])
    google.share(book.id, email, "reader")
    with pytest.raises(AskUser) as viewer:
        client.batch_update(book.id, [rename("Mine")])
    google.unshare(book.id, email)
    with pytest.raises(AskUser) as stranger:
        client.get(book.id, FIELDS)
    with pytest.raises(AskUser) as nothing:
        client.get("1" * 44, FIELDS)
    xlsx = google.add_xlsx("ada")
    google.share(xlsx.id, email)
    with pytest.raises(AskUser) as excel:
        client.get(xlsx.id, FIELDS)
    problems = [viewer, stranger, nothing, excel]
    codes = [problem.value.code for problem in problems]
    assert codes == ["sheet_view_only", "sheet_not_shared", "sheet_missing", "sheet_is_xlsx"]
    assert len({text_of(problem.value) for problem in problems}) == 4


def test_a_disabled_sheets_api_is_the_operators_problem(sandbox, client, book):
    sandbox.world.google.api_enabled = False
    with pytest.raises(AskOperator) as problem:
        client.get(book.id, FIELDS)
    assert problem.value.code == "google_api_disabled"


def test_an_expired_token_of_the_service_account_is_replaced(sandbox, client, book):
    client.get(book.id, FIELDS)
    sandbox.world.google.grants.access.clear()
    client.batch_update(book.id, [rename("Mine")])
    assert sandbox.world.count("google-token", "token") == 2
    assert book.tabs[0].title == "Mine"
    assert client.writes == 2


def test_a_token_that_is_refused_again_takes_two_requests(sandbox, client, book):
    refusal = '{"error":{"code":401,"status":"UNAUTHENTICATED","message":"no"}}'
    fault = {"status": 401, "body": refusal, "content_type": "application/json"}
    sandbox.world.faults.add("google-sheets", "get", fault, times=0)
    with pytest.raises(AskOperator):
        client.get(book.id, FIELDS)
    assert len(requests_of(sandbox)) == 2


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        (
            {"status": 400, "body": '{"error":"invalid_grant"}', "content_type": "application/json"},
            AskOperator,
        ),
        ({"html": True, "status": 200}, TryLater),
        ({"html": True, "status": 403}, TryLater),
        ({"drop": "before"}, TryLater),
    ],
)
def test_a_failure_to_get_the_service_accounts_token_is_never_unclear(sandbox, client, book, effect, kind):
    sandbox.world.faults.add("google-token", "token", effect, times=0)
    with pytest.raises(kind) as problem:
        client.batch_update(book.id, [rename("Mine")])
    assert not isinstance(problem.value, Unclear)
    assert not requests_of(sandbox)


def test_a_missing_service_account_names_the_setting(sandbox, settings):
    settings.GOOGLE_SERVICE_ACCOUNT = None
    with pytest.raises(AskOperator) as problem:
        client_for()
    assert "GOOGLE_SERVICE_ACCOUNT" in text_of(problem.value)


def test_a_broken_service_account_key_names_the_setting(sandbox, settings):
    settings.GOOGLE_SERVICE_ACCOUNT = {**settings.GOOGLE_SERVICE_ACCOUNT, "private_key": "no key"}
    with pytest.raises(AskOperator) as problem:
        client_for()
    assert "GOOGLE_SERVICE_ACCOUNT" in text_of(problem.value)


@pytest.fixture
def person(sandbox) -> User:
    """Ada, who has connected Google."""
    google, client_id = sandbox.world.google, "sandbox-google-client.apps.googleusercontent.com"
    user = make_user("ada")
    email = google.email("ada")
    grant = Grant(
        access=google.grants.issue_access(email, client_id, {DRIVE_FILE}),
        refresh=google.grants.issue_refresh(email, client_id, {DRIVE_FILE}),
        expires_at=timezone.now() + timedelta(hours=1),
        scopes=frozenset([DRIVE_FILE]),
    )
    store_consent(user, "google", grant, client_id=client_id, account=email)
    return user


def test_a_persons_permission_creates_and_writes_a_spreadsheet(sandbox, person):
    client = client_for(person)
    made = client.create(
        {"properties": {"title": "Mine"}, "sheets": [{"properties": {"sheetId": 0}}]}, "spreadsheetId"
    )
    client.batch_update(made["spreadsheetId"], [rename("Tracks")])
    assert sandbox.world.google.file(made["spreadsheetId"]).owner == "ada@example.com"
    assert (client.reads, client.writes) == (0, 2)


def test_a_persons_expired_token_is_refreshed_and_the_request_repeated(sandbox, person):
    sandbox.world.google.expire_access("ada")
    made = client_for(person).create({"properties": {"title": "Mine"}}, "spreadsheetId")
    assert made["spreadsheetId"] in sandbox.world.google.spreadsheets
    assert len(sandbox.world.google.spreadsheets) == 1
    assert sandbox.world.count("google-token", "token") == 1


def test_a_deleted_created_spreadsheet_is_gone(sandbox, person):
    client = client_for(person)
    made = client.create({"properties": {"title": "Mine"}}, "spreadsheetId")["spreadsheetId"]
    sandbox.world.google.delete(made)
    with pytest.raises(AskUser) as problem:
        client.get(made, FIELDS)
    assert problem.value.code == "sheet_gone"


def test_a_locked_created_spreadsheet_is_said_to_be_locked(sandbox, person):
    client = client_for(person)
    made = client.create({"properties": {"title": "Mine"}}, "spreadsheetId")["spreadsheetId"]
    sandbox.world.google.lock(made)
    client.get(made, FIELDS)
    with pytest.raises(AskUser) as problem:
        client.batch_update(made, [rename("Tracks")])
    assert problem.value.code == "sheet_locked"


def test_a_refused_creation_is_no_locked_spreadsheet(sandbox, person):
    sandbox.world.faults.add("google-sheets", "create", {"google": "permission"})
    with pytest.raises(AskUser) as problem:
        client_for(person).create({"properties": {"title": "Mine"}}, "spreadsheetId")
    assert problem.value.code != "sheet_locked"


def connection_refused() -> requests.ConnectionError:
    reason = NewConnectionError(HTTPConnection("x"), "refused")
    return requests.ConnectionError(MaxRetryError(None, "/", reason))


@pytest.mark.parametrize(
    "error", [requests.ConnectTimeout(), requests.exceptions.ProxyError(), connection_refused()]
)
def test_without_a_connection_the_request_was_never_sent(error):
    assert was_never_sent(error)


@pytest.mark.parametrize(
    "error",
    [
        requests.ReadTimeout(),
        requests.exceptions.SSLError(),
        requests.exceptions.ChunkedEncodingError(),
        requests.ConnectionError(ProtocolError("Connection aborted.")),
        requests.ConnectionError(),
    ],
)
def test_with_a_connection_the_request_may_have_been_sent(error):
    assert not was_never_sent(error)
