"""Which Google account may be connected, given where the spreadsheet is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sheets.models import LinkedSheet
from sheets.pipeline import check_drive_of_sheet
from sheets.problems import OtherGoogleAccount
from tests.support.cast import make_alice

pytestmark = pytest.mark.django_db
CONNECTED = SimpleNamespace(uid="alice@example.com")


def test_another_account_is_refused_while_the_sheet_is_in_the_drive_of_the_first():
    alice = make_alice()
    with pytest.raises(OtherGoogleAccount):
        check_drive_of_sheet("other@example.com", alice, CONNECTED)
    check_drive_of_sheet("alice@example.com", alice, CONNECTED)
    check_drive_of_sheet("other@example.com", alice, None)


def test_a_shared_sheet_allows_any_account():
    alice = make_alice()
    LinkedSheet.objects.update(method=LinkedSheet.Method.SHARED)
    check_drive_of_sheet("other@example.com", alice, CONNECTED)
