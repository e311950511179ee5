"""Columns are found by their tags, then by header and content; a column of the user's is never taken."""

from __future__ import annotations

import pytest

from sheets.columns import DEFAULT_COLUMNS
from sheets.planner.locate_columns import keys_in
from sheets.planner.plan import plan_tab
from sheets.planner.requests import freeze
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest


@pytest.fixture
def count():
    return 3


@pytest.fixture
def tab(rated_tab):
    return rated_tab


def test_columns_are_located_when_others_are_inserted_before_and_between(tab, library):
    tab.book.insert_columns(GID, 0)
    tab.book.insert_columns(GID, 3)
    assert plan_tab(tab.read(), library.desired(written_columns=library.columns)).steps == ()
    library.save()
    tab.sync(library.desired(written_columns=library.columns))
    assert tab.headers == [None, "Artist", "Track", None, "Album", "Added", "Link", "Rating"]
    assert tab.values[1][1:3] == ["=cmd()", "Song 4"]
    assert tab.column(7) == ["Rating", None, "five", "four", "three"]


def test_users_column_with_a_managed_header_is_not_taken(tab, library):
    tab.type(0, 5, "Tempo (BPM)")
    library.enrich(0)
    tab.choose(library, *DEFAULT_COLUMNS, "tempo")
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link", "Tempo (BPM)", "Tempo (BPM)"]
    assert tab.column(6) == ["Tempo (BPM)", "five", "four", "three"]


def test_columns_without_tags_are_located_by_their_headers(tab, library):
    tab.untag()
    assert tab.tagged == {}
    planned = tab.sync(library.desired())
    assert {kind for request in planned.requests for kind in request} == {"createDeveloperMetadata"}
    assert list(tab.tagged) == list(DEFAULT_COLUMNS)


def test_tag_on_two_columns_counts_for_the_one_with_the_values(tab, library):
    tab.tag(5, "artist")
    planned = tab.sync(library.desired())
    assert [list(request) for request in planned.requests] == [["deleteDeveloperMetadata"]]
    assert tab.tagged["artist"] == 0
    assert tab.column(5) == ["Rating", "five", "four", "three"]


@pytest.mark.parametrize("name", ["album", "link", "artist"])
@pytest.mark.parametrize("to", [0, 6])
def test_users_column_with_a_copied_tag_is_not_deleted(tab, library, name, to):
    tab.tag(5, name)
    tab.book.move_column(GID, 5, to)
    tab.choose(library, *(column for column in ("track", "added", "link") if column != name))
    assert [tab.headers.index("Rating") == place for place in tab.tagged.values()].count(True) == 0
    assert tab.column(tab.headers.index("Rating")) == ["Rating", "five", "four", "three"]
    assert len(set(tab.tagged)) == 3


def test_users_column_with_mostly_equal_values_is_neither_written_over_nor_deleted(tab, library):
    """It holds the right value for most tracks."""
    explicit = [not track.number % 2 if track.number > 1 else True for track in library.saved]
    for row, text in enumerate(["Explicit", *map(str, explicit)]):
        tab.type(row, 5, text)
    tab.choose(library, *DEFAULT_COLUMNS, "explicit")
    tab.choose(library, *DEFAULT_COLUMNS)
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link", "Explicit"]
    assert tab.column(5) == ["Explicit", *explicit]


def test_users_column_with_only_equal_values_beside_tagged_columns_is_not_taken(tab, library):
    for row, track in enumerate(library.saved, 1):
        tab.type(row, 5, str(not track.number % 2))
    tab.type(0, 5, "Explicit")
    tab.choose(library, *DEFAULT_COLUMNS, "explicit")
    assert tab.headers[5:] == ["Explicit", "Explicit"]
    assert tab.tagged["explicit"] == 5


def test_users_empty_column_with_a_managed_header_is_not_taken(tab, library):
    tab.book.insert_columns(GID, 6)
    tab.type(0, 6, "Tempo (BPM)")
    tab.choose(library, *DEFAULT_COLUMNS, "tempo")
    assert tab.headers == [
        "Artist",
        "Track",
        "Album",
        "Added",
        "Link",
        "Tempo (BPM)",
        "Rating",
        "Tempo (BPM)",
    ]


def test_users_copy_of_a_deleted_column_is_not_taken(tab, library):
    for row, cell in enumerate(tab.column(1)):
        tab.type(row, 5, cell)
    tab.book.delete_columns(GID, 1)
    tab.sync(library.desired(written_columns=library.columns))
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link", "Track"]
    assert tab.tagged["track"] == 1


def test_link_column_that_lost_only_its_own_tag_is_located_by_its_links(library):
    tab = TabUnderTest()
    library.columns = ("track", "link")
    tab.sync(library.desired())
    tab.untag("link")
    assert tab.sync(library.desired(written_columns=library.columns)).added == 0
    assert tab.tagged == {"track": 0, "link": 1}


def test_a_copied_column_is_not_written_into_when_link_has_lost_its_tag(library):
    """The links show whose values belong there, also without their tag: the copy holds a word of the user's."""
    tab = TabUnderTest()
    library.columns = ("link", "tempo")
    tab.sync(library.desired())
    tab.book.insert_columns(GID, 0)
    tab.tag(0, "tempo")
    for row, text in enumerate(("Tempo (BPM)", "my word")):
        tab.type(row, 0, text)
    tab.untag("link")
    assert tab.sync(library.desired(written_columns=library.columns)).added == 0
    assert tab.tagged == {"link": 1, "tempo": 2}
    assert tab.column(0)[:2] == ["Tempo (BPM)", "my word"]


@pytest.mark.parametrize(("row", "column"), [(2, 0), (2, 1)])
def test_most_rows_decide_about_a_link_column_that_lost_its_tag(library, row, column):
    """One word typed into the other column, or over a link."""
    tab = TabUnderTest()
    library.columns = ("track", "link")
    tab.sync(library.desired())
    tab.untag("link")
    tab.type(row, column, "my own words")
    planned = tab.sync(library.desired(written_columns=library.columns))
    # one cell was typed over: of its row there is no proof
    assert planned.added == (0 if column == 0 else 1)
    assert tab.tagged == {"track": 0, "link": 1}
    assert tab.headers[:3] == ["Track", "Link", None]


def own_word_far_below(tab, library):
    tab.type(5, 4, "see playlist")
    return (5, 4, "see playlist")


def title_above_an_unfrozen_header(tab, library):
    tab.send([freeze(GID, 0)])
    tab.book.insert_rows(GID, 0)
    tab.type(0, 6, "My music")
    return (0, 6, "My music")


def own_row_with_the_link_of_a_track(tab, library):
    for column, text in enumerate(("my", "own", "words")):
        tab.type(5, column, text)
    tab.type(5, 4, library.saved[0].key)
    return (5, 1, "own")


@pytest.mark.parametrize(
    "edit", [own_word_far_below, title_above_an_unfrozen_header, own_row_with_the_link_of_a_track]
)
def test_link_column_that_lost_only_its_own_tag_is_located_whatever_else_stands_there(library, edit):
    tab = TabUnderTest(columns=9)
    tab.sync(library.desired())
    tab.untag("link")
    row, column, text = edit(tab, library)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.added, planned.updated) == (0, 0)
    assert tab.tagged["link"] == 4
    assert tab.values[row][column] == text


def test_table_without_tags_is_located_below_a_title_that_is_not_frozen(tab, library):
    tab.untag()
    tab.send([freeze(GID, 0)])
    tab.book.insert_rows(GID, 0)
    tab.type(0, 1, "All that I ever liked")
    library.save()
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.added, planned.updated) == (1, 0)
    assert list(tab.tagged.values()) == [0, 1, 2, 3, 4]
    assert tab.values[0][1] == "All that I ever liked"
    assert tab.values[1] == ["Artist", "Track", "Album", "Added", "Link", "Rating"]
    assert tab.column(5)[2:] == [None, "five", "four", "three"]


@pytest.mark.parametrize("frozen", [0, 1])
def test_table_without_tags_and_header_is_located_by_its_links_and_values(tab, library, frozen):
    tab.untag()
    tab.send([freeze(GID, 0)])
    tab.book.delete_rows(GID, 0)
    tab.send([freeze(GID, frozen)])
    library.rename(1)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.added, planned.updated) == (0, 1)
    assert list(tab.tagged.values()) == [0, 1, 2, 3, 4]
    assert tab.values[0] == ["Artist", "Track", "Album", "Added", "Link", None]
    assert tab.column(5) == [None, "five", "four", "three"]


def test_table_without_tags_is_located_although_its_header_was_sorted_away(tab, library):
    tab.untag()
    tab.send([freeze(GID, 0)])
    tab.book.move_rows(GID, 0, 1, 3)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert planned.added == 0
    assert list(tab.tagged.values()) == [0, 1, 2, 3, 4]
    assert tab.column(5) == ["five", "four", "Rating", "three"]


def test_users_own_links_below_no_header_are_not_taken(tab, library):
    """They emptied the table and keep a list of their own, which begins in the first row."""
    tab.untag()
    for row in range(4):
        for column in range(6):
            tab.type(row, column, "")
    for row, track in enumerate(library.saved):
        tab.type(row, 0, f"to play on day {row}")
        tab.type(row, 1, track.key)
    tab.sync(library.desired(written_columns=library.columns))
    place = next(
        place for cells in tab.values for place, cell in enumerate(cells) if cell == "to play on day 0"
    )
    assert [cell for cell in tab.column(place) if cell] == [f"to play on day {row}" for row in range(3)]
    assert [cell for cell in tab.column(place + 1) if cell] == [track.key for track in library.saved]


def test_link_without_its_tag_is_located_by_cells_as_they_were_written(library):
    """The only cells that show it were renamed on the same day."""
    tab = TabUnderTest()
    library.columns = ("track", "link")
    tab.sync(library.desired())
    tab.untag("link")
    for at in range(3):
        library.rename(at)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.added, planned.updated) == (0, 3)


def test_users_link_column_about_other_tracks_is_not_taken(tab, library):
    before = ["Link", *(f"https://open.spotify.com/track/id{number}" for number in (1, 3, 2))]
    for row, text in enumerate(before):
        tab.type(row, 5, text)
    tab.book.delete_columns(GID, 4)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.added, planned.restored) == (0, 3)
    assert tab.column(5) == before


def test_written_columns_are_located_without_any_tags_although_some_cells_differ(tab, library):
    tab.untag()
    tab.type(1, 0, "typo")
    library.rename(1)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert list(tab.tagged.values()) == [0, 1, 2, 3, 4]
    assert planned.updated == 2


def test_untagged_column_of_unknown_origin_with_one_different_cell_is_the_users(tab, library):
    tab.untag()
    tab.type(1, 0, "typo")
    tab.sync(library.desired())
    assert tab.headers == ["Artist", "Artist", "Track", "Album", "Added", "Link", "Rating"]
    assert tab.tagged["artist"] == 1
    assert tab.values[1][0] == "typo"


def test_users_table_with_managed_headers_but_no_links_is_not_taken(library):
    tab = TabUnderTest(columns=2)
    for place, text in enumerate(("Artist", "Track")):
        tab.type(0, place, text)
        tab.type(1, place, f"my {text}")
    tab.sync(library.desired())
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link", "Artist", "Track"]
    assert tab.values[4] == [None] * 5 + ["my Artist", "my Track"]


def test_keys_are_read_from_the_link_column_only():
    tab, library = TabUnderTest(), SmallLibrary()
    library.save(3)
    tab.sync(library.desired())
    tab.type(2, 4, "https://open.spotify.com/track/other?si=1")
    tab.type(3, 5, "https://open.spotify.com/track/beside")
    expected = {"https://open.spotify.com/track/other", library.saved[0].key, library.saved[2].key}
    assert keys_in(tab.read()) == expected
