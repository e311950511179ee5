"""The control API of Google's stand-in."""

import pytest

from sandbox.tests.google.google_client import ADA, BEN, Sheets, sign_in


@pytest.fixture
def control(http, url):
    """Posts to the control API and returns the JSON."""

    def control(path, **body):
        answer = http.post(f"{url}/control/google{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return control


def test_a_sheet_is_created_shared_and_edited(control, http, url, world):
    id = control("/spreadsheets", owner="ada", title="Songs")["id"]
    path = f"/spreadsheets/{id}"
    control(f"{path}/share")
    control(f"{path}/share", email="ben", role="reader")
    for row, text in enumerate(["n", "2", "1"]):
        control(f"{path}/type", gid=0, row=row, column=0, text=text)
    control(f"{path}/note", gid=0, row=1, column=0, note="mine")
    control(f"{path}/sort", gid=0, column=0)
    assert control(f"{path}/time_zone", name="GMT-07:00")["time_zone"] == "GMT-07:00"
    control(f"{path}/rename_tab", gid=0, title="Mine")
    control(f"{path}/add_tab", title="Code")
    control(f"{path}/insert_columns", gid=0, before=0)
    control(f"{path}/insert_rows", gid=0, before=3)
    shown = http.get(f"{url}/control/google{path}").json()
    assert shown["shares"] == {world.google.service_account_email: "writer", BEN: "reader"}
    assert [tab["title"] for tab in shown["tabs"]] == ["Mine", "Code"]
    assert shown["tabs"][0]["values"] == [[None, "n"], [None, 1], [None, 2]]
    assert shown["tabs"][0]["notes"] == {"2,1": "mine"}
    control(f"{path}/move_column", gid=0, column=1, before=0)
    control(f"{path}/delete_columns", gid=0, first=1)
    control(f"{path}/delete_rows", gid=0, first=0)
    control(f"{path}/filter", gid=0, column=0, hidden_values=["2"])
    assert world.google.workbook(id).tab(0).is_hidden_by_filter(1)
    control(f"{path}/clear_filter", gid=0)
    assert not world.google.workbook(id).tab(0).is_hidden_by_filter(1)
    control(f"{path}/hide_rows", gid=0, first=0)
    last = control(f"{path}/delete_tab", gid=shown["tabs"][1]["gid"])
    assert [tab["values"] for tab in last["tabs"]] == [[[1], [2]]]
    control(f"{path}/lock")
    assert http.get(f"{url}/control/google{path}").json()["locked"]
    control(f"{path}/unlock")
    assert not http.get(f"{url}/control/google{path}").json()["locked"]
    control(f"{path}/trash")
    assert http.get(f"{url}/control/google{path}").json()["trashed"]
    control(f"{path}/restore")
    assert not http.get(f"{url}/control/google{path}").json()["trashed"]
    control(f"{path}/unshare")
    assert http.get(f"{url}/control/google/spreadsheets").json()[0]["shares"] == {BEN: "reader"}
    http.delete(f"{url}/control/google{path}")
    assert http.get(f"{url}/control/google{path}").status_code == 404


def test_a_refused_edit_is_a_400(control, http, url):
    id = control("/spreadsheets", owner="ada")["id"]
    answer = http.post(f"{url}/control/google/spreadsheets/{id}/rename_tab", json={"gid": 5, "title": "x"})
    assert (answer.status_code, answer.json()) == (400, {"error": "No sheet with id: 5"})


def test_an_edit_can_be_made_as_another_person(control, http, url, world):
    id = control("/spreadsheets", owner="ada")["id"]
    control(f"/spreadsheets/{id}/share", email=BEN)
    Sheets(url, world).batch(id, {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}})
    body = {"gid": 0, "row": 0, "column": 0, "text": "x", "by": "ben"}
    answer = http.post(f"{url}/control/google/spreadsheets/{id}/type", json=body)
    assert "protected" in answer.json()["error"]


def test_an_excel_file_can_be_made(control):
    assert control("/spreadsheets", owner="ada", kind="xlsx")["kind"] == "xlsx"


def test_grants_expire_and_are_revoked(control, url, world):
    tokens = sign_in(url)
    control("/grants/ada", do="expire_access")
    assert world.google.grants.valid_access(tokens["access_token"]) is None
    assert world.google.grants.has_refresh(ADA, world.google.app.client_id)
    control("/grants/ada", do="revoke")
    assert not world.google.grants.has_refresh(ADA, world.google.app.client_id)


def test_settings_change(control, world):
    control(
        "/settings", writes_per_user=5, reads=None, api_enabled=False, redirect_uris=["https://a.example/"]
    )
    assert (world.google.quotas.writes_per_user, world.google.quotas.reads) == (5, None)
    assert (world.google.api_enabled, world.google.app.redirect_uris) == (False, ["https://a.example/"])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/settings", {"nonsense": 1}, 400),
        ("/grants/ada", {"do": "nonsense"}, 400),
        ("/grants/nobody", {"do": "revoke"}, 404),
        ("/spreadsheets", {"owner": "nobody"}, 404),
        ("/spreadsheets/nothing/type", {}, 404),
    ],
)
def test_mistakes_are_reported(http, url, path, body, status):
    assert http.post(f"{url}/control/google{path}", json=body).status_code == status
