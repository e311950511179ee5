"""Look-ups of smart sheets: only the person's own, and none that is about to be deleted."""

from __future__ import annotations

import pytest
from django.http import Http404

from sheets.access import linked_sheet_of, smart_sheet_of, smart_sheets_of
from sheets.models import SmartTab
from sheets.problems import NoSheet
from tests.support.cast import make_alice, make_user

pytestmark = pytest.mark.django_db


def test_smart_sheet_of_another_person_or_about_to_be_deleted_is_a_404():
    ada, ben = make_user("ada"), make_user("ben")
    own = SmartTab.objects.create(user=ada, name="Jazz")
    deleted = SmartTab.objects.create(user=ada, name="Rock", delete_pending=True)
    assert list(smart_sheets_of(ada)) == [own]
    assert smart_sheet_of(ada, own.pk) == own
    for user, tab in ((ben, own), (ada, deleted)):
        with pytest.raises(Http404):
            smart_sheet_of(user, tab.pk)


def test_without_a_linked_sheet_a_problem_says_so():
    alice = make_alice()
    assert linked_sheet_of(alice) == alice.sheet
    with pytest.raises(NoSheet):
        linked_sheet_of(make_user("ben"))
