"""Ids of tabs and charts, and what a managed tab forgets."""

from __future__ import annotations

from sheets.models import SmartTab, StatisticsTab, new_id


def test_new_ids_are_positive_and_different():
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(1 <= made < 2**31 for made in ids)


def test_tab_that_is_reset_has_another_id_and_nothing_confirmed():
    tab = SmartTab(
        name="Jazz", last_title="Jazz", confirmed_hash="h", deleted_by_user=True, rules={"limit": 3}
    )
    former = tab.gid
    tab.reset()
    assert tab.gid != former
    assert (tab.last_title, tab.confirmed_hash, tab.deleted_by_user) == ("", "", False)
    assert (tab.name, tab.rules) == ("Jazz", {"limit": 3})


def test_statistics_tab_that_is_reset_has_another_chart():
    tab = StatisticsTab(kind="genres")
    former = tab.chart_id
    tab.reset()
    assert tab.chart_id != former
