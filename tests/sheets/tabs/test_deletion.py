"""What of the person's is in a tab that is about to be deleted, asked of the sandbox in one request."""

from __future__ import annotations

import pytest

from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from problems.kinds import Problem
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.planner.requests import METADATA_KEY, tag_column
from sheets.tabs.deletion import CONTENT_FIELDS, TabContent, find_content
from tests.support.charts import data_of, draw_chart
from tests.support.sheet_harness import SheetHarness, synced_sheet

NOTHING = TabContent()


@pytest.fixture
def ada(made_once, transactional_db) -> SheetHarness:
    return made_once(synced_sheet)


@pytest.fixture
def months(ada) -> StatisticsTab:
    """Month, Saved, Removed, five means and the count in A to I, and the chart beside them."""
    tab = StatisticsTab.objects.create(user=ada.user, kind=StatisticsTab.Kind.STATISTICS)
    ada.sync()
    tab.refresh_from_db()
    return tab


@pytest.fixture
def smart(ada) -> SmartTab:
    """All saved tracks, in A to K: Artist, Track, Album, Added, five features, Genres, Link."""
    tab = SmartTab.objects.create(user=ada.user, name="All", rules=rules_to_json(Rules()))
    ada.sync()
    tab.refresh_from_db()
    return tab


def found(ada: SheetHarness, tab: SmartTab | StatisticsTab) -> TabContent:
    content = find_content(ada.sheet, tab)
    assert content is not None
    return content


def cells(content: TabContent) -> tuple[int, list[tuple[str, str]]]:
    return content.cells, [(one.letters, one.title) for one in content.columns]


def filled(ada: SheetHarness, tab: SmartTab | StatisticsTab) -> int:
    """Returns how many rows hold something."""
    return sum(any(cell is not None for cell in row) for row in ada.book.values(tab.gid))


@pytest.mark.parametrize("kind", StatisticsTab.Kind.values)
def test_in_a_tab_by_month_as_it_was_made_nothing_is_the_persons_and_its_chart_is_ours(ada, kind):
    tab = StatisticsTab.objects.create(user=ada.user, kind=kind)
    ada.sync()
    tab.refresh_from_db()
    assert found(ada, tab) == NOTHING


def test_it_is_one_request_for_this_tab_alone(ada, months):
    before = ada.google_requests()
    found(ada, months)
    assert ada.google_requests() == before + 1
    asked = ada.world.entries("google-sheets")[-1]
    assert asked.kind == "get_by_data_filter"
    assert "effective" not in CONTENT_FIELDS


def test_cells_beside_the_months_are_counted_with_their_columns_and_titles(ada, months):
    ada.book.type_cell(months.gid, 0, 11, "Mood")
    ada.book.type_cell(months.gid, 1, 11, "calm")
    ada.book.type_cell(months.gid, 2, 13, "4")
    assert cells(found(ada, months)) == (3, [("L", "Mood"), ("N", "")])


def test_a_row_without_a_month_and_a_text_or_formula_of_a_month_are_the_persons(ada, months):
    last = filled(ada, months)
    ada.book.type_cell(months.gid, last, 0, "Total")
    ada.book.type_cell(months.gid, last, 1, "=SUM(B2:B3)")
    ada.book.type_cell(months.gid, last, 2, "12")
    ada.book.type_cell(months.gid, 1, 1, "many")
    ada.book.type_cell(months.gid, 2, 1, "=1+1")
    assert cells(found(ada, months)) == (5, [("A", "Month"), ("B", "Saved"), ("C", "Removed")])


def test_a_row_of_a_month_that_no_sync_has_written_is_the_persons(ada, months):
    last = filled(ada, months)
    for row, month in ((last, "1999-12-01"), (last + 1, "2099-01-01")):
        ada.book.type_cell(months.gid, row, 0, month)
        ada.book.type_cell(months.gid, row, 1, "20")
    assert cells(found(ada, months)) == (4, [("A", "Month"), ("B", "Saved")])


def test_a_title_above_the_table_is_the_persons(ada, months):
    ada.book.insert_rows(months.gid, 0)
    ada.book.type_cell(months.gid, 0, 0, "My years")
    assert cells(found(ada, months)) == (1, [("A", "Month")])


def test_a_column_of_ours_that_the_person_renamed_counts_as_theirs(ada, months):
    rows = filled(ada, months)
    ada.book.type_cell(months.gid, 0, 1, "Kept")
    assert cells(found(ada, months)) == (rows, [("B", "Kept")])


def test_a_note_a_comment_and_a_pivot_table_are_the_persons(ada, months):
    ada.book.set_note(months.gid, 1, 1, "the month we moved")
    ada.book.set_note(months.gid, 30, 20, "on nothing")
    ada.book.comment(months.gid, 1, 2, "so many?")
    source = {"sheetId": months.gid, "endRowIndex": 5, "endColumnIndex": 3}
    ada.book.add_pivot(months.gid, 40, 14, source)
    content = found(ada, months)
    assert (content.notes, content.comments) == (2, 1)
    assert cells(content) == (1, [("O", "")])


def test_charts_are_named_apart_from_ours(ada, months):
    for title in ("My year", ""):
        draw_chart(ada, title, {"pieChart": {"series": data_of(months.gid, 1)}}, on=months.gid)
    assert found(ada, months) == TabContent(charts=("My year", ""))


def test_of_other_tabs_nothing_is_counted(ada, months):
    ada.scribble()
    draw_chart(ada, "Elsewhere", {"pieChart": {"series": data_of(months.gid, 1)}})
    assert found(ada, months) == NOTHING


def test_in_a_smart_sheet_as_it_was_written_nothing_is_the_persons(ada, smart):
    assert filled(ada, smart) == 61
    assert found(ada, smart) == NOTHING


def test_in_a_smart_sheet_what_was_typed_beside_below_and_over_is_the_persons(ada, smart):
    rows = filled(ada, smart)
    ada.book.type_cell(smart.gid, 0, 12, "Rating")
    ada.book.type_cell(smart.gid, 3, 12, "five")
    ada.book.type_cell(smart.gid, rows, 0, "Somebody else")
    ada.book.type_cell(smart.gid, 2, 2, "another album")
    ada.book.set_note(smart.gid, 2, 2, "live")
    content = found(ada, smart)
    assert cells(content) == (4, [("A", "Artist"), ("C", "Album"), ("M", "Rating")])
    assert content.notes == 1


def test_in_a_smart_sheet_a_moved_column_stays_ours_and_a_song_of_theirs_is_theirs(ada, smart):
    ada.book.move_column(smart.gid, 0, 5)
    rows = filled(ada, smart)
    ada.book.type_cell(smart.gid, rows, 10, "https://open.spotify.com/track/0000000000000000000000")
    ada.book.type_cell(smart.gid, rows, 0, "A song that I do not save")
    assert found(ada, smart).cells == 2


def test_a_copied_column_of_a_smart_sheet_is_the_persons(ada, smart):
    rows = filled(ada, smart)
    ada.book.batch_update([tag_column(smart.gid, 12, "album")])
    for row, album in enumerate(line[2] for line in ada.book.values(smart.gid)[:rows]):
        ada.book.type_cell(smart.gid, row, 12, album)
    assert cells(found(ada, smart)) == (rows, [("M", "Album")])


def test_without_their_marks_the_columns_of_a_smart_sheet_are_known_by_their_titles(ada, smart):
    lookup = {"metadataKey": METADATA_KEY}
    ada.book.batch_update([{"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}])
    ada.book.type_cell(smart.gid, 2, 2, "another album")
    assert cells(found(ada, smart)) == (1, [("C", "Album")])


@pytest.mark.parametrize(
    "change",
    [{"last_title": ""}, {"deleted_by_user": True}, {"spreadsheet_id": "another"}],
)
def test_of_a_tab_that_is_not_in_the_linked_spreadsheet_nothing_is_asked(ada, months, change):
    for name, value in change.items():
        setattr(months, name, value)
    before = ada.google_requests()
    assert find_content(ada.sheet, months) is None
    assert find_content(None, months) is None
    assert ada.google_requests() == before


def test_a_tab_that_was_deleted_since_the_last_sync_holds_nothing(ada, months):
    ada.book.delete_tab(months.gid)
    assert find_content(ada.sheet, months) is None


def test_a_refusal_is_raised(ada, months):
    LinkedSheet.objects.update(spreadsheet_id="gone")
    months.spreadsheet_id = "gone"
    with pytest.raises(Problem) as refused:
        find_content(ada.sheet, months)
    assert refused.value.code == "sheet_missing"
