"""How many tracks: the most recent ones or the whole library, and back."""

from __future__ import annotations

from tests.support.receipts import present_receipt


def test_the_scope_can_be_narrowed_widened_and_restored(harness):
    theirs = harness.theirs
    for scope, count, expected in [("recent", 20, 20), ("all", 20, 60), ("recent", 50, 50)]:
        receipt = harness.change_settings(scope=scope, recent_count=count)
        links = [link for link in harness.column("Link") if link]
        assert set(links) >= set(harness.library[:expected])
        assert len(links) == len(set(links))
        assert receipt["sheet_rows"] == expected
        assert harness.theirs == theirs
    assert set(links) == set(harness.library[:50]), "those that were kept for a note are in scope again"


def test_rows_out_of_scope_are_kept_for_the_persons_content_and_named(harness):
    receipt = harness.change_settings(recent_count=1)
    kept = [link for link in harness.column("Link") if link and link not in harness.library[:1]]
    assert len(kept) == 8, "the seven rated ones and the one with a note"
    assert (len(receipt["kept"]), len(receipt["kept_out_of_scope"])) == (0, 8)
    assert present_receipt(receipt).scope == "the 1 most recent"


def test_a_count_above_the_size_of_the_library_is_the_whole_library(harness):
    assert harness.change_settings(recent_count=50_000)["sheet_rows"] == 60


def test_another_choice_with_the_same_rows_costs_no_request_and_is_in_the_receipt(harness):
    harness.change_settings(recent_count=60)
    harness.world.log.clear()
    receipt = harness.change_settings(scope="all")
    assert harness.google_requests() == 0
    assert present_receipt(receipt).scope == "the whole library"
