"""The index of desired rows: one row a key, with values that fit into a cell."""

from __future__ import annotations

from sheets.planner.plan import plan_tab


def test_text_that_does_not_fit_is_truncated_and_counted(tab, library):
    desired = library.desired()
    long = desired.rows[0]
    desired.rows[0] = type(long)(long.key, (), (long.values[0], "x" * 50_001, *long.values[2:]))
    planned = tab.sync(desired)
    assert planned.truncated == 1
    assert len(tab.values[1][1]) == 50_000


def test_two_rows_with_one_key_are_one(tab, library):
    desired = library.desired()
    desired.rows.append(desired.rows[0])
    assert plan_tab(tab.read(), desired).steps == ()
