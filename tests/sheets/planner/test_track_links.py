"""The Link cell is the row's key, in whichever form a person pastes it."""

from __future__ import annotations

import pytest

from sheets.planner.track_links import key_of, track_key_of, track_link

PAGE = "https://open.spotify.com/track/6HJDrXs0hpebaRFKA1sF90"


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        f"{PAGE}?si=0123456789abcdef",
        f"{PAGE}/?si=1&utm_source=copy-link#t=3",
        f" {PAGE}\n",
        PAGE.replace("https", "http"),
        PAGE.removeprefix("https://"),
        "https://open.spotify.com/intl-de/track/6HJDrXs0hpebaRFKA1sF90",
        "https://open.spotify.com/intl-pt-br/track/6HJDrXs0hpebaRFKA1sF90?si=x",
        "https://open.spotify.com/embed/track/6HJDrXs0hpebaRFKA1sF90",
        "https://play.spotify.com/track/6HJDrXs0hpebaRFKA1sF90",
        "spotify:track:6HJDrXs0hpebaRFKA1sF90",
    ],
)
def test_every_form_of_a_tracks_link_is_one_key(text):
    assert key_of(text) == PAGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Link",
        "6HJDrXs0hpebaRFKA1sF90",
        "https://open.spotify.com/album/6HJDrXs0hpebaRFKA1sF90",
        "https://open.spotify.com.example.org/track/6HJDrXs0hpebaRFKA1sF90",
        "https://example.org/?https://open.spotify.com/track/6HJDrXs0hpebaRFKA1sF90",
        f"{PAGE}/more",
    ],
)
def test_other_text_is_no_key(text):
    assert key_of(text) is None


def test_local_file_is_recognised_by_its_uri_and_the_second_of_one_uri_by_its_ordinal():
    uri = "spotify:local:Band:Demos:Rough+mix:193"
    assert [track_link(uri), track_link(uri, 2)] == [uri, f"{uri}#2"]
    assert key_of(f"{uri}#2") == f"{uri}#2"
    assert [track_key_of(uri), track_key_of(f"{uri}#2")] == [uri, uri]


def test_track_key_is_parsed_from_the_link():
    assert track_link("6HJDrXs0hpebaRFKA1sF90") == PAGE
    assert track_key_of(PAGE) == "6HJDrXs0hpebaRFKA1sF90"
