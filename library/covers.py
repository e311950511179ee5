"""The covers of albums that pages may show: their addresses are text from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

_IMAGE_URL = re.compile(r"https://i\.scdn\.co(/[0-9A-Za-z/_-]{1,200})")


@dataclass(frozen=True, slots=True)
class Cover:
    """The addresses of one image: at least 64 pixels wide, at least 300, and as wide as there is."""

    small: str
    medium: str
    large: str


def cover_of(small: str, medium: str, large: str) -> Cover | None:
    """Returns those of an album's addresses that are Spotify's own, at `SPOTIFY_IMAGES_URL`; None without any.

    In place of one that is not known, or not Spotify's, stands the next wider one, or else the widest.
    """
    wide = _shown(large) or _shown(medium) or _shown(small)
    if not wide:
        return None
    middle = _shown(medium) or wide
    return Cover(_shown(small) or middle, middle, wide)


def is_image_url(url: str) -> bool:
    """Returns whether the address is one of Spotify's images."""
    return _IMAGE_URL.fullmatch(url) is not None


def _shown(url: str) -> str:
    found = _IMAGE_URL.fullmatch(url)
    return f"{settings.SPOTIFY_IMAGES_URL}{found[1]}" if found else ""
