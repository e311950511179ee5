"""Whose credentials a spreadsheet is reached with."""

from __future__ import annotations

import pytest

from problems.kinds import AskOperator
from sheets.credentials import PersonalCredentials, client_for
from sheets.models import LinkedSheet
from tests.support.cast import make_user


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
