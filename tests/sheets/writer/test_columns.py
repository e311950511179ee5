"""Another choice of columns re-lays ours and moves nothing of theirs away from its track."""

from __future__ import annotations

import pytest

from sheets.columns import COLUMNS, DEFAULT_COLUMNS

PLAIN = ["Artist", "Track", "Album", "Added", "Link"]


def test_columns_come_and_go_and_theirs_stay_beside_their_tracks(scene):
    theirs = scene.theirs
    scene.change_settings(columns=("track", "artist", "duration", "isrc", "explicit", "link"))
    assert [header for header in scene.headers if header in [c.header for c in COLUMNS.values()]] == [
        "Track",
        "Artist",
        "Duration",
        "ISRC",
        "Explicit",
        "Link",
    ]
    assert scene.theirs == theirs
    assert sorted(filter(None, scene.column("Link"))) == sorted(scene.library[:50])


@pytest.mark.parametrize(
    "order", [("link", "added", "album", "track", "artist"), DEFAULT_COLUMNS[1:] + DEFAULT_COLUMNS[:1]]
)
def test_another_order_is_nothing_but_columns_that_move(scene, order):
    theirs = scene.theirs
    rows = {row[4]: row[:4] for row in scene.rows[1:] if row[4]}
    scene.change_settings(columns=order)
    assert scene.headers[:5] == [COLUMNS[name].header for name in order]
    assert scene.theirs == theirs
    places = [scene.headers.index(header) for header in PLAIN]
    assert {row[places[4]]: [row[p] for p in places[:4]] for row in scene.rows[1:] if row[places[4]]} == rows


def test_all_sixteen_hold_what_is_known_in_their_own_types(scene):
    scene.change_settings(columns=tuple(COLUMNS))
    first = scene.world.spotify.documents("ada")[0]["track"]
    row = scene.rows[scene.column("Link").index(first["external_urls"]["spotify"]) + 1]
    told = dict(zip(scene.headers, row, strict=True))
    assert told["Duration"] == pytest.approx(first["duration_ms"] / 86_400_000, abs=1 / 86_400)
    assert told["Explicit"] is first["explicit"]
    assert told["ISRC"] == first["external_ids"]["isrc"]
    assert told["Release date"] == first["album"]["release_date"]
    assert told["Removed on"] is None


def test_there_and_back_again_is_the_sheet_from_before(scene):
    before = scene.rows, scene.book.notes(scene.sheet.gid)
    scene.change_settings(columns=("link", *COLUMNS))
    scene.change_settings(columns=DEFAULT_COLUMNS)
    assert (scene.rows, scene.book.notes(scene.sheet.gid)) == before


def test_a_column_that_they_dragged_stays_there_until_they_choose_anew(scene):
    scene.book.move_column(scene.sheet.gid, 4, 0)
    scene.world.spotify.save("ada", 1)
    scene.sync()
    assert scene.headers[:5] == ["Link", "Artist", "Track", "Album", "Added"]
    scene.change_settings(columns=(*DEFAULT_COLUMNS, "isrc"))
    assert scene.headers[:6] == [*PLAIN, "ISRC"]


def test_words_that_they_typed_into_columns_that_go_stay(scene):
    """Beside the link of a track that has its row: of what is chosen anew, nothing tells the two apart yet."""
    row = len(scene.rows)
    for header, text in (("Artist", "My wish list"), ("Track", "live!"), ("Link", scene.library[0])):
        scene.book.type_cell(scene.sheet.gid, row, scene.headers.index(header), text)
    assert scene.change_settings(columns=("duration", "link"))["rows_deleted"] == 0
    assert any({"My wish list", "live!"} <= set(cells) for cells in scene.rows)
