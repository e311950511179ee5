"""A person who works in the sheet while it is written: Google has no compare-and-set, so that the writer reads again after each batch."""

from functools import partial

import pytest

from providers.google.client import SheetsClient
from sheets import writer as writing
from sheets.models import LinkedSheet
from syncer import runs, sync
from syncer.models import SyncRun
from tests.support.cast import link_sheet, sign_in, tab_rows
from tests.support.problems import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(sandbox) -> LinkedSheet:
    return link_sheet(sandbox.world, sign_in(sandbox.world, "ada"), scope=LinkedSheet.Scope.ALL)


@pytest.fixture
def small_batches(monkeypatch) -> None:
    small = partial(writing.split_into_batches, max_bytes=6_000)
    monkeypatch.setattr(writing, "split_into_batches", small)


def after_each_write(monkeypatch, act) -> list[int]:
    """Calls `act(n)` right after the n-th write was answered."""
    plain, sent = SheetsClient.batch_update, []

    def acted(self, *args, **more):
        answer = plain(self, *args, **more)
        sent.append(len(sent))
        act(len(sent))
        return answer

    monkeypatch.setattr(SheetsClient, "batch_update", acted)
    return sent


def synced(sheet: LinkedSheet) -> SyncRun:
    run = sync.run_sync(runs.find_or_make(sheet.user, SyncRun.Trigger.PERSON).pk)
    assert run is not None
    assert run.state == "done", text_of(run)
    return run


def links(sandbox, sheet: LinkedSheet) -> list:
    return sorted(row[4] for row in tab_rows(sandbox.world, sheet)[1:])


def saved(sandbox) -> list[str]:
    return sorted(d["track"]["external_urls"]["spotify"] for d in sandbox.world.spotify.documents("ada"))


def test_rows_sorted_between_two_batches_all_come_once(sandbox, sheet, small_batches, monkeypatch) -> None:
    book = sandbox.world.google.workbook(sheet.spreadsheet_id)
    sent = after_each_write(monkeypatch, lambda n: book.sort(sheet.gid, n % 4, start_row=1))
    synced(sheet)
    assert len(sent) > 3
    assert links(sandbox, sheet) == saved(sandbox)


def test_text_typed_between_two_batches_remains_beside_its_track(
    sandbox, sheet, small_batches, monkeypatch
) -> None:
    synced(sheet)
    book = sandbox.world.google.workbook(sheet.spreadsheet_id)
    beside = {}

    def type_and_sort(n: int) -> None:
        if n > 3:
            return
        row = tab_rows(sandbox.world, sheet)[3]
        book.type_cell(sheet.gid, 3, 8, f"mine {n}")
        beside[f"mine {n}"] = row[4]
        book.sort(sheet.gid, n % 3, start_row=1, descending=bool(n % 2))

    after_each_write(monkeypatch, type_and_sort)
    sandbox.world.spotify.remove("ada", offsets=range(20, 40, 3))
    sandbox.world.spotify.save("ada", 30)
    synced(sheet)
    assert links(sandbox, sheet) == saved(sandbox)
    rows = {row[8]: row[4] for row in tab_rows(sandbox.world, sheet)[1:] if len(row) > 8 and row[8]}
    assert rows == {text: link for text, link in beside.items() if text in rows}
    assert rows


def test_a_row_moved_during_a_deletion_is_repaired_in_the_same_run(sandbox, sheet, monkeypatch) -> None:
    synced(sheet)
    book = sandbox.world.google.workbook(sheet.spreadsheet_id)
    plain, sorted_once = SheetsClient.batch_update, []

    def too_late(self, *args, **more):
        if not sorted_once:
            sorted_once.append(book.sort(sheet.gid, 1, start_row=1))
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", too_late)
    sandbox.world.spotify.remove("ada", offsets=[5, 17])
    synced(sheet)
    assert links(sandbox, sheet) == saved(sandbox)


def test_a_daily_run_that_deletes_is_one_read_and_one_write(sandbox, sheet) -> None:
    synced(sheet)
    sandbox.world.log.clear()
    sandbox.world.spotify.remove("ada", offsets=[5])
    sandbox.world.spotify.save("ada", 2)
    synced(sheet)
    assert sandbox.world.count("google-sheets", "get_by_data_filter") == 1
    assert sandbox.world.count("google-sheets", "batch_update") == 1
