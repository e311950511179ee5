"""Adding and removing the optional tabs by month."""

from __future__ import annotations

import pytest

from sheets.models import LinkedSheet, StatisticsTab
from sheets.statistics_tabs import add_statistics_tab, remove_statistics_tab, statistics_tab_offers
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("ada")


def test_each_kind_is_offered_with_the_tab_that_the_person_has(ada, django_assert_num_queries):
    add_statistics_tab(ada, "genres")
    add_statistics_tab(make_user("ben"), "statistics")
    with django_assert_num_queries(1):
        offers = statistics_tab_offers(ada)
    assert [(offer.kind, offer.name, offer.tab is not None) for offer in offers] == [
        ("genres", "Genres by month", True),
        ("statistics", "Statistics", False),
    ]


def test_tab_is_added_once(ada):
    for _ in range(2):
        add_statistics_tab(ada, "genres")
    assert StatisticsTab.objects.count() == 1


def test_tab_that_the_person_deleted_is_added_as_a_new_one(ada):
    add_statistics_tab(ada, "genres")
    StatisticsTab.objects.update(deleted_by_user=True, last_title="Genres by month")
    former = StatisticsTab.objects.get()
    add_statistics_tab(ada, "genres")
    new = StatisticsTab.objects.get()
    assert (new.deleted_by_user, new.last_title) == (False, "")
    assert (new.gid, new.chart_id) != (former.gid, former.chart_id)


@pytest.mark.parametrize(
    ("is_linked", "with_tab", "left"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_a_tab_waits_to_be_deleted_where_a_sync_may_have_created_it(ada, is_linked, with_tab, left):
    if is_linked:
        LinkedSheet.objects.create(user=ada, spreadsheet_id="adas", gid=1)
    StatisticsTab.objects.create(user=ada, kind="genres")
    remove_statistics_tab(ada, "genres", with_tab=with_tab)
    assert StatisticsTab.objects.filter(delete_pending=True).count() == StatisticsTab.objects.count() == left
