"""Creating a spreadsheet in the person's own Drive, and every way it can fail, against the sandbox."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from problems.kinds import AskUser, Reconnect, TryLater
from sheets.linking.create import create_spreadsheet
from sheets.models import LinkedSheet
from tests.sheets.linking.conftest import connect

pytestmark = pytest.mark.django_db


def test_a_spreadsheet_is_created_in_the_persons_own_drive(google, ada, settings):
    connect(google, ada)
    sheet = create_spreadsheet(ada)
    file = google.file(sheet.spreadsheet_id)
    assert file.owner == "ada@example.com"
    assert file.workbook.title == "Tracksheet — saved tracks"
    tab = file.workbook.get()["sheets"][0]["properties"]
    assert (tab["title"], tab["gridProperties"]["frozenRowCount"], tab["sheetId"]) == (
        "Saved tracks",
        1,
        sheet.gid,
    )
    assert (sheet.method, sheet.title) == ("created", "Tracksheet — saved tracks")
    assert sheet.columns == ["artist", "track", "album", "added", "link"]
    assert sheet.url.startswith(f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{sheet.spreadsheet_id}/")


def test_the_spreadsheet_has_the_persons_time_zone(google, ada):
    ada.time_zone = "Europe/Lisbon"
    connect(google, ada)
    assert google.workbook(create_spreadsheet(ada).spreadsheet_id).time_zone == "Europe/Lisbon"


def test_creating_needs_a_connection_to_google(google, ada):
    with pytest.raises(Reconnect) as problem:
        create_spreadsheet(ada)
    assert problem.value.vendor == "google"


@pytest.mark.parametrize("effect", [{"drop": "after"}, {"google": "unavailable"}, {"cut": 3}])
def test_creating_is_not_repeated_after_an_unclear_answer(sandbox, google, ada, effect):
    connect(google, ada)
    sandbox.world.faults.add("google-sheets", "create", effect)
    with pytest.raises(TryLater) as problem:
        create_spreadsheet(ada)
    assert problem.value.code == "creating_unclear"
    assert sandbox.world.count("google-sheets", "create") == 1
    assert not LinkedSheet.objects.exists()


def test_a_person_with_a_sheet_cannot_create_another(google, ada):
    connect(google, ada)
    create_spreadsheet(ada)
    with pytest.raises(AskUser) as problem:
        create_spreadsheet(ada)
    assert problem.value.code == "sheet_already_linked"
    assert len(google.spreadsheets) == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_creates_one_spreadsheet(sandbox, google, ada):
    connect(google, ada)
    sandbox.world.latency["google-sheets"] = 0.3

    def click(_: int) -> str:
        from django.db import connection

        try:
            return create_spreadsheet(ada).spreadsheet_id
        except (TryLater, AskUser) as problem:
            return problem.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(click, range(2)))
    assert len(google.spreadsheets) == LinkedSheet.objects.count() == 1
