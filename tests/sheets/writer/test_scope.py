"""How many tracks: the most recent ones or the whole library, and back."""

from __future__ import annotations

from tests.support.receipts import present_receipt


def test_from_fifty_to_twenty_to_the_whole_library_and_back(scene):
    theirs = scene.theirs
    for scope, count, expected in [("recent", 20, 20), ("all", 20, 60), ("recent", 50, 50)]:
        receipt = scene.change_settings(scope=scope, recent_count=count)
        standing = [link for link in scene.column("Link") if link]
        assert set(standing) >= set(scene.library[:expected])
        assert len(standing) == len(set(standing))
        assert receipt["sheet_rows"] == expected
        assert scene.theirs == theirs
    assert set(standing) == set(scene.library[:50]), "those that were kept for a note are in scope again"


def test_rows_out_of_scope_stay_for_what_stands_beside_them_and_are_named(scene):
    receipt = scene.change_settings(recent_count=1)
    kept = [link for link in scene.column("Link") if link and link not in scene.library[:1]]
    assert len(kept) == 8, "the seven rated ones and the one with a note"
    assert len(receipt["kept"]) == 8
    assert present_receipt(receipt).scope == "the 1 most recent"


def test_more_than_there_are_is_all_there_are(scene):
    assert scene.change_settings(recent_count=50_000)["sheet_rows"] == 60


def test_another_choice_with_the_same_rows_costs_no_request_and_is_told(scene):
    scene.change_settings(recent_count=60)
    scene.world.log.clear()
    receipt = scene.change_settings(scope="all")
    assert scene.google_requests() == 0
    assert present_receipt(receipt).scope == "the whole library"
