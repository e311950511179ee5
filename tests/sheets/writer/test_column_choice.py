"""Another choice of columns re-lays ours and moves nothing of theirs away from its track."""

from __future__ import annotations

import pytest

from sheets.columns import COLUMNS, DEFAULT_COLUMNS

PLAIN = ["Artist", "Track", "Album", "Added", "Link"]


def test_columns_are_added_and_removed_and_the_persons_cells_remain_beside_their_tracks(harness):
    theirs = harness.theirs
    harness.change_settings(columns=("track", "artist", "duration", "isrc", "explicit", "link"))
    assert [header for header in harness.headers if header in [c.header for c in COLUMNS.values()]] == [
        "Track",
        "Artist",
        "Duration",
        "ISRC",
        "Explicit",
        "Link",
    ]
    assert harness.theirs == theirs
    assert sorted(filter(None, harness.column("Link"))) == sorted(harness.library[:50])


@pytest.mark.parametrize(
    "order", [("link", "added", "album", "track", "artist"), DEFAULT_COLUMNS[1:] + DEFAULT_COLUMNS[:1]]
)
def test_another_order_only_moves_columns(harness, order):
    theirs = harness.theirs
    rows = {row[4]: row[:4] for row in harness.rows[1:] if row[4]}
    harness.change_settings(columns=order)
    assert harness.headers[:5] == [COLUMNS[name].header for name in order]
    assert harness.theirs == theirs
    places = [harness.headers.index(header) for header in PLAIN]
    assert {
        row[places[4]]: [row[p] for p in places[:4]] for row in harness.rows[1:] if row[places[4]]
    } == rows


def test_all_sixteen_columns_have_their_values_and_types(harness):
    harness.change_settings(columns=tuple(COLUMNS))
    first = harness.world.spotify.documents("ada")[0]["track"]
    row = harness.rows[harness.column("Link").index(first["external_urls"]["spotify"]) + 1]
    shown = dict(zip(harness.headers, row, strict=True))
    assert shown["Duration"] == pytest.approx(first["duration_ms"] / 86_400_000, abs=1 / 86_400)
    assert shown["Explicit"] is first["explicit"]
    assert shown["ISRC"] == first["external_ids"]["isrc"]
    assert shown["Release date"] == first["album"]["release_date"]
    assert shown["Removed on"] is None


def test_changing_columns_and_back_restores_the_sheet(harness):
    before = harness.rows, harness.book.notes(harness.sheet.gid)
    harness.change_settings(columns=("link", *COLUMNS))
    harness.change_settings(columns=DEFAULT_COLUMNS)
    assert (harness.rows, harness.book.notes(harness.sheet.gid)) == before


def test_a_column_that_the_person_dragged_is_not_moved_until_the_choice_changes(harness):
    harness.book.move_column(harness.sheet.gid, 4, 0)
    harness.world.spotify.save("ada", 1)
    harness.sync()
    assert harness.headers[:5] == ["Link", "Artist", "Track", "Album", "Added"]
    harness.change_settings(columns=(*DEFAULT_COLUMNS, "isrc"))
    assert harness.headers[:6] == [*PLAIN, "ISRC"]


def test_text_that_the_person_typed_into_dropped_columns_is_kept(harness):
    """Beside the link of a track that has its row: of what is chosen anew, nothing tells the two apart yet."""
    row = len(harness.rows)
    for header, text in (("Artist", "My wish list"), ("Track", "live!"), ("Link", harness.library[0])):
        harness.book.type_cell(harness.sheet.gid, row, harness.headers.index(header), text)
    assert harness.change_settings(columns=("duration", "link"))["rows_deleted"] == 0
    assert any({"My wish list", "live!"} <= set(cells) for cells in harness.rows)
