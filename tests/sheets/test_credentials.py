"""Whose credentials a spreadsheet is reached with."""

from __future__ import annotations

import pytest

from problems.kinds import AskOperator
from providers.google.client import SheetsClient
from providers.google.problems import GoogleBudgetSpent
from sheets.credentials import PersonalCredentials, client_for
from sheets.models import LinkedSheet
from tests.support.cast import link_sheet, make_user, sign_in


@pytest.fixture
def ada(db):
    return make_user("ada")


def test_created_sheet_is_reached_with_the_persons_permission(ada, settings):
    settings.GOOGLE_SERVICE_ACCOUNT = None
    assert client_for(ada)
    assert client_for(LinkedSheet(user=ada, method=LinkedSheet.Method.CREATED))


def test_shared_sheet_needs_the_service_account(ada, settings):
    settings.GOOGLE_SERVICE_ACCOUNT = None
    for target in (None, LinkedSheet(user=ada, method=LinkedSheet.Method.SHARED)):
        with pytest.raises(AskOperator) as refused:
            client_for(target)
        assert refused.value.code == "google_service_account_missing"


def test_requests_are_counted_by_person(ada):
    assert PersonalCredentials(ada).name == f"user:{ada.pk}"
    assert PersonalCredentials(ada).address == ""


def requests_let_through(client: SheetsClient, spreadsheet_id: str) -> int:
    with pytest.raises(GoogleBudgetSpent):
        for _ in range(20):
            client.get(spreadsheet_id, "spreadsheetId")
    return client.reads


def test_a_persons_requests_leave_others_a_third_of_the_service_accounts_minute(sandbox, settings, db):
    settings.GOOGLE_REQUESTS_PER_MINUTE = 6
    adas, bens = (link_sheet(sandbox.world, sign_in(sandbox.world, name)) for name in ("ada", "ben"))
    assert requests_let_through(client_for(asked_by=adas.user), adas.spreadsheet_id) == 4
    # What she asks for before there is a sheet, and for her sheet, is one count.
    assert requests_let_through(client_for(adas), adas.spreadsheet_id) == 0
    assert requests_let_through(client_for(bens), bens.spreadsheet_id) == 2
