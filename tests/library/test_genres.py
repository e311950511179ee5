"""One spelling a genre, few genres an artist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.genres import LONGEST, MOST, known_names, normalise, weighted
from library.models.genres import MAIN_WEIGHT

NAMES = st.text(max_size=80)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hip-Hop", "hip hop"),
        ("hip hop", "hip hop"),
        ("HIP_HOP", "hip hop"),
        ("HipHop", "hip hop"),
        ("  Trip‐Hop ", "trip hop"),
        ("Drum & Bass", "drum and bass"),
        ("Drum'n'Bass", "drum and bass"),
        ("R&B", "r&b"),
        ("R & B", "r&b"),
        ("RnB", "r&b"),
        ("Müzik Ａ", "müzik a"),
        ("2-step", "2 step"),
        ("2008", ""),
        ("", ""),
        ("♥", ""),
        ("x" * (LONGEST + 1), ""),
        ("a\0b\ud800", "ab"),
    ],
)
def test_spellings_of_a_genre_are_one_name(written, name) -> None:
    assert normalise(written) == name


@given(NAMES)
def test_a_normalised_name_is_not_changed_again(written) -> None:
    once = normalise(written)
    assert normalise(once) == once


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=4), st.data())
def test_spellings_that_differ_in_case_hyphens_and_spaces_are_one_name(words, data) -> None:
    gaps = st.text(" -_/–", min_size=1, max_size=3)
    spelled = "".join(
        data.draw(gaps) + (word.upper() if data.draw(st.booleans()) else word) for word in words
    )
    assert normalise(spelled) == normalise(" ".join(words))


@given(NAMES)
def test_a_name_fits_the_database_and_a_sheet(written) -> None:
    name = normalise(written)
    assert len(name) <= LONGEST
    assert name == name.strip() and "\0" not in name and "," not in name
    assert name.encode("utf-8").decode("utf-8") == name


def test_every_name_in_the_list_is_known_by_its_normal_name() -> None:
    assert {"hip hop", "r&b", "k pop", "drum and bass", "post rock"} <= known_names()
    assert all(normalise(name) == name for name in known_names())


def test_remarks_are_no_genres() -> None:
    assert not known_names() & {"seen live", "favorites", "british", "female vocalists", "00s"}


@given(st.lists(st.tuples(NAMES, st.floats(-10, 1e6)), max_size=20))
def test_an_artist_has_a_few_genres_with_weights_from_0_to_1(counts) -> None:
    weights = weighted(counts)
    assert len(weights) <= MOST
    assert all(name and 0 < weight <= 1 for name, weight in weights.items())
    assert list(weights.values()) == sorted(weights.values(), reverse=True)
    assert not weights or max(weights.values()) == MAIN_WEIGHT


def test_spellings_of_one_genre_are_counted_together() -> None:
    assert weighted([("Hip-Hop", 3), ("rock", 4), ("hip hop", 5)]) == {"hip hop": 1.0, "rock": 0.5}
