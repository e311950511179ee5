"""Rows of a sheet, made from the database."""

import pytest

from accounts.time_zones import UTC
from library.models import LibraryState, SavedTrack
from sheets.models import LinkedSheet
from sheets.receipt import SheetReceipt
from sheets.rows import Rows, first_rows
from tests.support.cast import make_alice
from tests.support.catalogue import save, track

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_take_the_same_number_of_queries_however_many_there_are(
    alices, django_assert_num_queries
) -> None:
    def rows() -> int:
        return len(Rows(alices).desired(UTC))

    alices.columns, alices.scope = ["track", "tempo", "genres", "link"], LinkedSheet.Scope.ALL
    for number in range(3):
        save(alices.user, track(number), number)
    with django_assert_num_queries(4):
        assert rows() == 3
    for number in range(3, 23):
        save(alices.user, track(number), number)
    with django_assert_num_queries(4):
        assert rows() == 23


def test_the_first_rows_are_those_of_a_write_and_cost_the_same_however_many_there_are(
    alices, django_assert_num_queries
) -> None:
    alices.columns, alices.scope = ["track", "tempo", "genres", "link"], LinkedSheet.Scope.ALL
    for number in range(12):
        save(alices.user, track(number), number)
        if number in (2, 11):
            with django_assert_num_queries(2):
                first = first_rows(alices, 5, UTC)
            assert first == Rows(alices).desired(UTC)[:5]
    alices.scope, alices.recent_count = LinkedSheet.Scope.RECENT, 2
    assert len(first_rows(alices, 5, UTC)) == 2


@pytest.fixture
def alices(db) -> LinkedSheet:
    sheet = make_alice().sheet
    LinkedSheet.objects.update(columns=["track", "link"])
    LibraryState.objects.create(user=sheet.user)
    return LinkedSheet.objects.get()


def titles(rows) -> list[str]:
    return [row.values[0] for row in rows]


def test_stamp_follows_the_library_and_the_settings(alices) -> None:
    stamps = {Rows(alices).stamp}
    assert Rows(alices).stamp in stamps
    LibraryState.objects.update(enrichment_revision=1)
    stamps.add(Rows(alices).stamp)
    alices.keep_removed = True
    stamps.add(Rows(alices).stamp)
    alices.gid += 1
    stamps.add(Rows(alices).stamp)
    assert len(stamps) == 4


def test_fingerprint_follows_the_rows_and_the_library_only_where_former_rows_are_kept(alices) -> None:
    def fingerprints() -> tuple[str, str]:
        rows = Rows(alices)
        return tuple(rows.fingerprint(UTC, with_former=former) for former in (False, True))

    save(alices.user, track(1))
    without, with_former = fingerprints()
    LibraryState.objects.update(revision=1)
    assert fingerprints()[0] == without
    assert fingerprints()[1] != with_former
    save(alices.user, track(2))
    assert fingerprints()[0] != without


def test_rows_to_plan_are_those_in_scope_and_the_former_ones_that_the_tab_holds(alices) -> None:
    alices.recent_count = 1
    newest, older, gone = track(1), track(2), track(3)
    save(alices.user, newest)
    save(alices.user, older, 5)
    save(alices.user, gone, 9, removed=True)
    links = [f"https://open.spotify.com/track/{saved.key}" for saved in (newest, older, gone)]
    planned = Rows(alices).to_plan([*links, "https://open.spotify.com/track/unknown"], UTC)
    assert [titles(part) for part in (planned.rows, planned.removed, planned.out_of_scope)] == [
        ["Track 1"],
        ["Track 3"],
        ["Track 2"],
    ]
    assert Rows(alices).names_of([links[2], "other"]) == [" – Track 3", "other"]


def test_mirror_has_the_removed_tracks_that_it_keeps_among_its_rows(alices) -> None:
    alices.mode, alices.keep_removed = LinkedSheet.Mode.MIRROR, True
    gone = track(1)
    save(alices.user, gone, 1, removed=True)
    save(alices.user, track(2), 5)
    planned = Rows(alices).to_plan([f"https://open.spotify.com/track/{gone.key}"], UTC)
    assert (titles(planned.rows), planned.removed) == (["Track 1", "Track 2"], [])


def test_receipt_accounts_for_every_save(alices) -> None:
    alices.recent_count = 2
    for number in range(3):
        save(alices.user, track(number), number)
    SavedTrack.objects.create(user=alices.user, added_at="2020-01-02T03:04:05Z", position=10**6)
    receipt = Rows(alices).complete(SheetReceipt())
    assert [(one.reason, one.number) for one in receipt.left_out] == [("track_unknown", 1)]
    assert (receipt.sheet_scope, receipt.recent_count) == ("recent", 2)
    assert receipt.outside_scope + len(Rows(alices)) + len(receipt.left_out) == 4
