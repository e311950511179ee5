"""The memory of written rows: what is as it was written, and how it is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.planner.written_rows import WrittenRows, is_as_written, read_written_rows, written_rows

COLUMNS = ("artist", "added", "duration", "link")
LINK = "https://open.spotify.com/track/id1"
ROW = (LINK, ("Björk", 46_000.123456, 0.0025, LINK))
CELLS = {"artist": "Björk", "added": 46_000.123456, "duration": 0.0025}

memory = written_rows(COLUMNS, [ROW])


def test_a_row_is_as_written_to_the_second() -> None:
    assert is_as_written([memory], [LINK], CELLS | {"added": 46_000.123456 + 1e-7})
    assert not is_as_written([memory], [LINK], CELLS | {"added": 46_000.2})


@pytest.mark.parametrize("cell", ["björk", True, 1.0])
def test_a_row_with_another_cell_is_not(cell) -> None:
    assert not is_as_written([memory], [LINK], CELLS | {"artist": cell})


def test_an_empty_cell_holds_nothing_and_proves_nothing() -> None:
    assert is_as_written([memory], [LINK], CELLS | {"duration": None})
    assert not is_as_written([memory], [LINK], dict.fromkeys(CELLS))
    assert not is_as_written([memory], [LINK], {})


def test_a_column_that_was_never_written_is_the_persons() -> None:
    assert not is_as_written([memory], [LINK], CELLS | {"album": "Post"})


def test_another_key_of_the_track_is_the_same_row() -> None:
    assert not is_as_written([memory], ["other"], CELLS)
    assert is_as_written([memory], ["other", LINK], CELLS)


def test_each_cell_may_be_of_one_of_two_writes() -> None:
    sent = written_rows(("artist", "link"), [(LINK, ("Björk Guðmundsdóttir", LINK))])
    assert is_as_written([memory, sent], [LINK], CELLS | {"artist": "Björk Guðmundsdóttir"})


def test_of_former_tracks_only_rows_that_a_sync_has_written_are_remembered() -> None:
    others = [
        ("https://open.spotify.com/track/id2", ("A", None, None, "")),
        ("spotify:track:id3", ("B", None, None, "")),
    ]
    kept = written_rows(COLUMNS, [], others, {"https://open.spotify.com/track/id3"})
    assert len(kept.digests) == 1
    assert is_as_written([kept], ["https://open.spotify.com/track/id3"], {"artist": "B"})


def test_what_another_version_has_stored_is_nothing() -> None:
    assert read_written_rows(["artist"], b"123") == WrittenRows()
    assert read_written_rows(["gone"], b"") == WrittenRows()


@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.text() | st.floats(allow_nan=False) | st.booleans()), max_size=20
    )
)
def test_it_is_stored_without_loss(rows) -> None:
    stored = written_rows(("artist", "link"), [(key, (value, key)) for key, value in rows])
    assert read_written_rows(stored.columns, stored.to_bytes()) == stored
