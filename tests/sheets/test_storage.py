"""Where the memory of written rows is kept."""

from __future__ import annotations

import pytest

from sheets.models import LinkedSheet, WrittenTab
from sheets.planner.written_rows import written_rows
from sheets.storage import MAX_SENT, forget_written_rows, load_written_rows, save_confirmed, save_sent
from tests.support.cast import make_alice

pytestmark = pytest.mark.django_db
ONE, OTHER, THIRD = (
    written_rows(("artist", "link"), [("a", (name, "a"))]) for name in ("one", "other", "third")
)


@pytest.fixture
def sheet() -> LinkedSheet:
    make_alice()
    return LinkedSheet.objects.get()


def test_a_write_that_was_sent_stands_beside_the_confirmed_one_until_it_is_confirmed(sheet) -> None:
    save_confirmed(sheet, 7, ONE)
    save_sent(sheet, 7, OTHER)
    assert load_written_rows(sheet, 7) == (ONE, OTHER)
    save_confirmed(sheet, 7, OTHER)
    assert load_written_rows(sheet, 7) == (OTHER,)


def test_every_write_since_the_confirmed_one_is_kept_once(sheet) -> None:
    save_confirmed(sheet, 7, ONE)
    for rows in (OTHER, THIRD, OTHER):
        save_sent(sheet, 7, rows)
    assert load_written_rows(sheet, 7) == (ONE, THIRD, OTHER)


def test_only_the_newest_are_kept_of_a_tab_that_is_never_confirmed(sheet) -> None:
    several = [written_rows(("artist", "link"), [("a", (str(number), "a"))]) for number in range(6)]
    for rows in several:
        save_sent(sheet, 7, rows)
    assert load_written_rows(sheet, 7) == tuple(reversed(several[-MAX_SENT:]))


def test_a_tab_that_is_no_more_is_forgotten(sheet) -> None:
    save_confirmed(sheet, 7, ONE)
    save_sent(sheet, 7, OTHER)
    save_confirmed(sheet, 8, ONE)
    forget_written_rows(sheet, 7)
    assert (load_written_rows(sheet, 7), load_written_rows(sheet, 8)) == ((), (ONE,))


def test_each_tab_has_its_own(sheet) -> None:
    save_confirmed(sheet, 7, ONE)
    assert load_written_rows(sheet, 8) == ()


def test_another_spreadsheet_starts_without_memory(sheet) -> None:
    save_confirmed(sheet, 7, ONE)
    LinkedSheet.objects.update(spreadsheet_id="another")
    save_sent(sheet, 7, OTHER)
    assert WrittenTab.objects.filter(confirmed=False).count() == 0, "it was linked meanwhile"
    sheet.refresh_from_db()
    assert load_written_rows(sheet, 7) == ()
