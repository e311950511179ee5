"""The pictures that git keeps, because README and documents show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A page of somebody with a library of this size, None for a visitor, down to this height.

    `scale`: how many pixels of the picture a pixel of the page takes.
    """

    page: str
    size: int | None
    window: str
    height: int
    scale: int = 1


KEPT = {
    "home": KeptPicture("home", 1400, "desktop", 868),
    "phone": KeptPicture("home", 1400, "phone", 844, scale=2),
    "library": KeptPicture("library", 1400, "desktop", 1100),
    "statistics": KeptPicture("statistics", 1400, "desktop", 1120),
    "year": KeptPicture("statistics-year", 1400, "desktop", 1300),
    "smart": KeptPicture("smart-nineties", 1400, "desktop", 1130),
    "columns": KeptPicture("sheet", 1400, "desktop", 1200),
    "receipt": KeptPicture("run-full", 1400, "desktop", 1200),
    "dark": KeptPicture("statistics-sound", 1400, "dark", 1000),
    "german": KeptPicture("home", 1400, "german-phone", 844, scale=2),
}
NOT_TAKEN = {"sheet": "the stand-in for Google Sheets, after `make demo`"}
"""Pictures that git keeps and this tool does not take."""
