"""The optional tabs with a row a month and a chart, over real HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import User
from library.models import ArtistGenre, Features, Genre, LibraryState, SavedTrack
from library.statistics.genres import genre_months
from library.statistics.months import traffic
from sandbox.testing.sheets_discovery import check_request
from sandbox.world import World
from sheets.models import LinkedSheet, StatisticsTab
from sheets.planner.month_chart import add_chart
from syncer import runs, sync
from syncer.models import SyncRun
from tests.support.cast import link_sheet, sign_in
from tests.support.receipts import present_receipt

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = [StatisticsTab.Kind.GENRES, StatisticsTab.Kind.STATISTICS]


@pytest.fixture
def ada(made_once) -> User:
    return made_once(person_with_genres)


def person_with_genres(world: World) -> User:
    user = sign_in(world, "ada")
    link_sheet(world, user)
    synced(user)
    genres = [Genre.objects.create(name=name) for name in ("jazz", "techno", "soul")]
    for number, saved in enumerate(SavedTrack.objects.filter(user=user).select_related("track")):
        Features.objects.create(track=saved.track, known=True, source="test", tempo=100.0, energy=0.5)
        artist = saved.track.artists.order_by("credits__place").first()
        ArtistGenre.objects.get_or_create(artist=artist, genre=genres[number % 3], defaults={"weight": 1})
    LibraryState.objects.update(enrichment_revision=1)
    world.log.clear()
    return user


def synced(user: User) -> SyncRun:
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
    assert run is not None
    run.refresh_from_db()
    assert (run.state, run.problem_code) == ("done", "")
    return run


def optional(user: User, kind: str) -> StatisticsTab:
    return StatisticsTab.objects.create(user=user, kind=kind)


def book(sandbox, user: User):
    return sandbox.world.google.spreadsheets[LinkedSheet.objects.get(user=user).spreadsheet_id].workbook


def rows(sandbox, tab: StatisticsTab) -> list[list]:
    found = book(sandbox, tab.user).values(tab.gid)
    return [row for row in found if any(cell is not None for cell in row)]


def charts(sandbox, tab: StatisticsTab) -> list[dict]:
    return book(sandbox, tab.user).tab(tab.gid).charts


def serial(day: date) -> float:
    return float((day - date(1899, 12, 30)).days)


def touched(sandbox, user: User) -> SyncRun:
    """A sync after one more save."""
    sandbox.world.spotify.save("ada", 1)
    return synced(user)


def test_the_statistics_have_the_real_months(sandbox, ada):
    tab = optional(ada, StatisticsTab.Kind.STATISTICS)
    synced(ada)
    header, *lines = rows(sandbox, tab)
    assert header[:4] == ["Month", "Saved", "Removed", "Mean tempo"]
    expected = {serial(at.month): (at.saved, at.removed) for at in traffic(ada)}
    assert {line[0]: (line[1], line[2]) for line in lines if line[1] or line[2]} == expected
    assert sum(line[1] for line in lines) == 60
    assert {line[3] for line in lines if line[1]} == {100.0}
    assert all(len(line) < 4 or line[3] is None for line in lines if not line[1]), "unknown, not zero"


def test_genres_by_month_add_up(sandbox, ada):
    tab = optional(ada, StatisticsTab.Kind.GENRES)
    synced(ada)
    header, *lines = rows(sandbox, tab)
    assert header[-2:] == ["Other genres", "Genre unknown"]
    assert {"jazz", "techno", "soul"} <= set(header)
    months = {serial(at.month): at for at in genre_months(ada)}
    for line in lines:
        counts = months.get(line[0])
        assert sum(line[1:]) == (counts.tracks if counts else 0)
        for one in counts.top if counts else ():
            assert line[header.index(one.genre)] == one.tracks


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_chart_is_made_once_with_the_tab_in_one_batch(sandbox, ada, kind):
    tab = optional(ada, kind)
    run = synced(ada)
    assert sandbox.world.count("google-sheets", "batch_update") == 1
    (chart,) = charts(sandbox, tab)
    assert chart["chartId"] == tab.chart_id
    source = chart["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"][0]
    assert source["endRowIndex"] == len(rows(sandbox, tab))
    assert run.receipt["tabs"][0]["name"] == tab.get_kind_display()
    touched(sandbox, ada)
    assert charts(sandbox, tab) == [chart]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_that_the_person_deleted_is_not_made_again(sandbox, ada, kind):
    tab = optional(ada, kind)
    synced(ada)
    book(sandbox, ada).batch_update([{"deleteEmbeddedObject": {"objectId": tab.chart_id}}])
    touched(sandbox, ada)
    assert charts(sandbox, tab) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_tab_takes_no_request(sandbox, ada, kind):
    optional(ada, kind)
    synced(ada)
    sandbox.world.log.clear()
    synced(ada)
    assert sandbox.world.count("google-sheets") == 0


@pytest.mark.slow
def test_a_new_month_is_inserted_under_the_header_and_the_persons_cells_remain_beside_theirs(sandbox, ada):
    tab = optional(ada, StatisticsTab.Kind.STATISTICS)
    synced(ada)
    newest = rows(sandbox, tab)[1][0]
    book(sandbox, ada).type_cell(tab.gid, 1, 12, "a good month")
    now = datetime.now(UTC)
    later = now.replace(year=now.year + (now.month == 12), month=now.month % 12 + 1, day=15)
    with time_machine.travel(later):
        sandbox.world.set_clock(later)
        touched(sandbox, ada)
    first, second = rows(sandbox, tab)[1:3]
    assert (first[0], first[1]) == (serial(later.date().replace(day=1)), 1)
    assert (second[0], second[12]) == (newest, "a good month")


@pytest.mark.slow
def test_columns_that_the_person_inserted_are_not_written(sandbox, ada):
    tab = optional(ada, StatisticsTab.Kind.STATISTICS)
    synced(ada)
    book(sandbox, ada).insert_columns(tab.gid, 1, 1)
    book(sandbox, ada).type_cell(tab.gid, 1, 1, "mine")
    before = rows(sandbox, tab)[1]
    touched(sandbox, ada)
    after = rows(sandbox, tab)[1]
    assert (after[1], after[2]) == ("mine", before[2] + 1)


def test_a_header_that_is_gone_stops_writing_into_this_tab_only(sandbox, ada):
    tab = optional(ada, StatisticsTab.Kind.STATISTICS)
    synced(ada)
    book(sandbox, ada).type_cell(tab.gid, 0, 1, "Gespeichert")
    before = rows(sandbox, tab)
    run = touched(sandbox, ada)
    assert rows(sandbox, tab) == before
    assert "headers of our columns have changed" in present_receipt(run.receipt).tabs[0].problem
    book(sandbox, ada).type_cell(tab.gid, 0, 1, "Saved")
    assert not touched(sandbox, ada).receipt["tabs"][0]["problem_code"]
    assert rows(sandbox, tab) != before


def test_removed_with_its_tab(sandbox, ada):
    optional(ada, StatisticsTab.Kind.STATISTICS)
    synced(ada)
    StatisticsTab.objects.update(delete_pending=True)
    synced(ada)
    assert [tab.title for tab in book(sandbox, ada).tabs] == ["Sheet1"]
    assert not StatisticsTab.objects.exists()


def test_an_empty_library_has_the_month_that_it_is(sandbox, ada):
    SavedTrack.objects.all().delete()
    from sheets.tabs.statistics import table_of

    for kind in KINDS:
        table = table_of(kind, ada, date(2026, 11, 22))
        assert [row[0] for row in table.rows] == [serial(date(2026, 11, 1))]
        assert len(table.rows[0]) == len(table.headers) == len(table.formats)


def test_google_knows_every_word_of_the_chart():
    chart = add_chart(7, 8, "Genres", rows=5, columns=range(1, 3), beside=4, stacked=True)
    check_request("BatchUpdateSpreadsheetRequest", {"requests": [chart]})
