"""The optional tabs: added and removed by their owner."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains

from sheets.models import StatisticsTab


def do(client, what: str, kind: str = "genres"):
    return client.post(f"/smart/by-month/{kind}/", {"do": what}, follow=True)


def test_a_tab_is_added_once_however_often_it_is_requested(as_alice, alice):
    assertContains(as_alice.get("/smart/"), "Genres by month")
    assertContains(do(as_alice, "add"), "The next sync makes the tab.")
    do(as_alice, "add")
    assert StatisticsTab.objects.get(user=alice).kind == "genres"


@pytest.mark.parametrize(("what", "left"), [("keep", 0), ("delete", 1)])
def test_a_removed_tab_is_kept_or_deleted_with_the_next_sync(as_alice, alice, what, left):
    StatisticsTab.objects.create(user=alice, kind="genres", last_title="Genres by month")
    do(as_alice, what)
    assert StatisticsTab.objects.filter(delete_pending=True).count() == left
    assert not StatisticsTab.objects.filter(delete_pending=False).exists()
    do(as_alice, "add")
    assert StatisticsTab.objects.filter(delete_pending=False).count() == 1


def test_a_tab_that_was_never_created_is_removed_at_once(as_alice, alice):
    StatisticsTab.objects.create(user=alice, kind="genres")
    do(as_alice, "delete")
    assert not StatisticsTab.objects.exists()


def test_a_tab_that_the_person_deleted_is_created_again_under_new_ids(as_alice, alice):
    old = StatisticsTab.objects.create(
        user=alice, kind="genres", last_title="Genres by month", deleted_by_user=True
    )
    assertContains(as_alice.get("/smart/"), "Make it again")
    do(as_alice, "add")
    again = StatisticsTab.objects.get()
    assert not again.deleted_by_user
    assert (again.gid, again.chart_id) != (old.gid, old.chart_id)


def test_a_tab_of_another_person_is_not_removed(as_bob, alice):
    StatisticsTab.objects.create(user=alice, kind="genres")
    do(as_bob, "keep")
    assert StatisticsTab.objects.filter(user=alice).exists()


@pytest.mark.parametrize(("what", "kind"), [("burn", "genres"), ("add", "moods")])
def test_unknown_kinds_and_actions_are_a_404(as_alice, what, kind):
    assert do(as_alice, what, kind).status_code == 404
    assert as_alice.get("/smart/by-month/genres/").status_code == 405
