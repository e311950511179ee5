"""The rows of the picture on the welcome page: what a sheet looks like after a sync."""

from __future__ import annotations

from typing import NamedTuple


class ExampleRow(NamedTuple):
    artist: str
    track: str
    album: str
    added: str
    note: str


EXAMPLE_ROWS = [
    ExampleRow("Khruangbin", "Maria También", "Con Todo El Mundo", "2026-11-21", "for the road"),
    ExampleRow("Nina Simone", "Feeling Good", "I Put a Spell on You", "2026-11-19", ""),
    ExampleRow("Fela Kuti, Afrika 70", "Zombie", "Zombie", "2026-11-19", "12 minutes!"),
    ExampleRow("فيروز", "زهرة المدائن", "القدس في البال", "2026-11-02", ""),
    ExampleRow("Björk", "Jóga", "Homogenic", "2026-10-30", "ask Ida"),
]
