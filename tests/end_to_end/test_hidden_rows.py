"""Rows that somebody hides, by hand or by a filter, are read and written like the others, and stay beside their track."""

from __future__ import annotations

import pytest

from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)

MINE = 7


@pytest.fixture
def harness(made_once) -> SheetHarness:
    """Ada's sixty tracks, each with a word of hers beside it."""
    harness = made_once(synced_sheet, scope="all")
    for row, link in enumerate(harness.column("Link"), 1):
        harness.book.type_cell(harness.sheet.gid, row, MINE, f"mine of {link}")
    return harness


def hide_by_hand(harness: SheetHarness) -> None:
    harness.book.hide_rows(harness.sheet.gid, 1, 30)


def hide_by_filter(harness: SheetHarness) -> None:
    filter_titles(harness, set(harness.column("Track")))


def hide_all_but_the_first_by_filter(harness: SheetHarness) -> None:
    first, *others = harness.column("Track")
    filter_titles(harness, set(others) - {first})


def filter_titles(harness: SheetHarness, titles: set[str]) -> None:
    harness.book.set_filter(harness.sheet.gid, harness.headers.index("Track"), hidden_values=titles)


def hidden(harness: SheetHarness) -> set[str]:
    """The links of the rows that do not show."""
    lines = [row.line.properties for row in harness.book.tab(harness.sheet.gid).rows[1:]]
    links = harness.column("Link")
    return {
        link
        for link, line in zip(links, lines, strict=False)
        if line.keys() & {"hiddenByUser", "hiddenByFilter"}
    }


@pytest.mark.parametrize("hide", [hide_by_hand, hide_by_filter, hide_all_but_the_first_by_filter])
def test_tracks_come_and_go_around_hidden_rows(sandbox, harness, hide) -> None:
    before = harness.column("Link")
    hide(harness)
    unseen = hidden(harness)
    assert len(unseen) >= 30
    gone = before[10]
    harness.book.type_cell(harness.sheet.gid, 11, MINE, "")
    sandbox.world.spotify.remove("ada", offsets=[10])
    new = [f"https://open.spotify.com/track/{id}" for id in sandbox.world.spotify.save("ada", 3)]
    harness.sync()
    kept = [link for link in before if link != gone]
    assert harness.column("Link") == new + kept
    assert [row[MINE] for row in harness.rows[1:]] == [None] * 3 + [f"mine of {link}" for link in kept]
    assert hidden(harness) == unseen - {gone}
