"""The optional tabs: added and removed by their owner."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains

from sheets.models import StatisticsTab


def do(client, what: str, kind: str = "genres"):
    if what == "add":
        return client.post(f"/smart/by-month/{kind}/", follow=True)
    return client.post(f"/smart/by-month/{kind}/remove/", {"tab": what}, follow=True)


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


def test_removing_asks_what_becomes_of_the_tab_and_keeps_it_by_default(as_alice, alice):
    StatisticsTab.objects.create(user=alice, kind="genres", last_title="Genres by month")
    assertContains(as_alice.get("/smart/"), "/smart/by-month/genres/remove/")
    page = as_alice.get("/smart/by-month/genres/remove/")
    assertContains(page, "Remove <bdi>Genres by month</bdi>?")
    assertContains(page, "your own columns, charts and notes too")
    assert StatisticsTab.objects.filter(delete_pending=False).exists()
    page = as_alice.post("/smart/by-month/genres/remove/", follow=True)
    assertContains(page, "Genres by month is removed. Its tab stays as it is, and is yours now.")
    assert not StatisticsTab.objects.exists()


@pytest.mark.parametrize(("what", "kind"), [("add", "moods"), ("keep", "moods"), ("keep", "statistics")])
def test_kinds_that_are_not_there_are_a_404(as_alice, what, kind):
    assert do(as_alice, what, kind).status_code == 404
    assert as_alice.get("/smart/by-month/genres/").status_code == 405
