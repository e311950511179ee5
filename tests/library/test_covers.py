"""Which addresses of covers a page may show."""

from __future__ import annotations

import pytest

from library.covers import Cover, cover_of, is_image_url

HERE = "http://images.example"
SMALL, MEDIUM, LARGE = (f"https://i.scdn.co/image/ab67616d{name}" for name in ("64", "300", "640"))


@pytest.fixture(autouse=True)
def images_elsewhere(settings) -> None:
    settings.SPOTIFY_IMAGES_URL = HERE


def here(url: str) -> str:
    return url.replace("https://i.scdn.co", HERE)


def test_spotifys_addresses_are_shown_at_the_address_of_the_settings() -> None:
    assert cover_of(SMALL, MEDIUM, LARGE) == Cover(here(SMALL), here(MEDIUM), here(LARGE))


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (("", "", LARGE), (LARGE, LARGE, LARGE)),
        (("", MEDIUM, LARGE), (MEDIUM, MEDIUM, LARGE)),
        ((SMALL, "", ""), (SMALL, SMALL, SMALL)),
        ((SMALL, "https://elsewhere.example/1", LARGE), (SMALL, LARGE, LARGE)),
    ],
)
def test_in_place_of_a_width_that_is_not_known_stands_a_wider_one(known, shown) -> None:
    assert cover_of(*known) == Cover(*map(here, shown))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://i.scdn.co/image/1",
        "https://i.scdn.co",
        "https://i.scdn.co.elsewhere.example/image/1",
        "https://i.scdn.co@elsewhere.example/image/1",
        "https://elsewhere.example/https://i.scdn.co/image/1",
        "https://i.scdn.co/image/1?x=1",
        "https://i.scdn.co/image/1 2x, https://elsewhere.example/1",
        "https://i.scdn.co/image/1\n",
        "https://i.scdn.co/../x",
        'https://i.scdn.co/"onerror="alert(1)',
        "javascript:alert(1)",
        f"https://i.scdn.co/{'x' * 201}",
    ],
)
def test_other_addresses_are_not_shown(url) -> None:
    assert not is_image_url(url)
    assert cover_of(url, url, url) is None
