"""Creating, changing and removing smart sheets."""

from __future__ import annotations

import pytest

from library.rules.conditions import PlaysGenre, Rules
from library.rules.serialization import rules_from_json
from sheets import smart_tabs
from sheets.models import LinkedSheet, SmartTab
from sheets.problems import SmartTabNameInvalid, SmartTabNameTaken, TooManySmartTabs
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db
JAZZ = Rules((PlaysGenre("jazz"),))


@pytest.fixture
def ada():
    return make_user("ada")


def test_smart_sheets_are_in_the_order_they_were_created(ada):
    for name in ("Jazz", "Ambient"):
        smart_tabs.create_smart_tab(ada, name, JAZZ)
    assert [tab.name for tab in SmartTab.objects.all()] == ["Jazz", "Ambient"]
    assert rules_from_json(SmartTab.objects.first().rules) == JAZZ


def test_name_in_another_case_is_taken_but_not_for_another_person(ada):
    smart_tabs.create_smart_tab(ada, "Jazz", JAZZ)
    with pytest.raises(SmartTabNameTaken):
        smart_tabs.create_smart_tab(ada, "JAZZ", JAZZ)
    assert smart_tabs.create_smart_tab(make_user("ben"), "JAZZ", JAZZ)


def test_smart_sheet_can_be_changed_under_its_own_name(ada):
    tab = smart_tabs.create_smart_tab(ada, "Jazz", JAZZ)
    smart_tabs.create_smart_tab(ada, "Other", JAZZ)
    smart_tabs.update_smart_tab(tab, "jazz", Rules())
    tab.refresh_from_db()
    assert (tab.name, rules_from_json(tab.rules)) == ("jazz", Rules())
    with pytest.raises(SmartTabNameTaken):
        smart_tabs.update_smart_tab(tab, "Other", Rules())


def test_changing_rules_leaves_what_a_sync_confirmed_meanwhile(ada):
    tab = smart_tabs.create_smart_tab(ada, "Jazz", JAZZ)
    SmartTab.objects.update(confirmed_hash="new")
    smart_tabs.update_smart_tab(tab, "Jazz", Rules())
    tab.refresh_from_db()
    assert tab.confirmed_hash == "new"


def test_there_is_a_most_number_of_smart_sheets(ada, monkeypatch):
    monkeypatch.setattr(smart_tabs, "MAX_SMART_TABS", 2)
    for name in ("Jazz", "Ambient"):
        smart_tabs.create_smart_tab(ada, name, JAZZ)
    with pytest.raises(TooManySmartTabs):
        smart_tabs.create_smart_tab(ada, "Techno", JAZZ)


@pytest.mark.parametrize(
    ("is_linked", "with_tab", "left"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_a_tab_waits_to_be_deleted_where_a_sync_may_have_created_it(ada, is_linked, with_tab, left):
    tab = smart_tabs.create_smart_tab(ada, "Jazz", JAZZ)
    if is_linked:
        LinkedSheet.objects.create(user=ada, spreadsheet_id="adas", gid=1)
    smart_tabs.remove_smart_tab(tab, with_tab=with_tab)
    assert SmartTab.objects.filter(delete_pending=True).count() == SmartTab.objects.count() == left


def test_recreated_smart_sheet_is_a_new_tab(ada):
    tab = smart_tabs.create_smart_tab(ada, "Jazz", JAZZ)
    SmartTab.objects.update(deleted_by_user=True, last_title="Jazz", spreadsheet_id="s")
    former = tab.gid
    smart_tabs.recreate_smart_tab(SmartTab.objects.get())
    tab.refresh_from_db()
    assert (tab.deleted_by_user, tab.last_title, tab.spreadsheet_id) == (False, "", "")
    assert tab.gid != former


def test_name_has_single_spaces_and_a_longest_length(ada):
    assert smart_tabs.create_smart_tab(ada, "  Late \n night ", JAZZ).name == "Late night"
    for name in ("", " ", "x" * (smart_tabs.MAX_NAME + 1)):
        with pytest.raises(SmartTabNameInvalid):
            smart_tabs.create_smart_tab(ada, name, JAZZ)
    assert SmartTab.objects.count() == 1
