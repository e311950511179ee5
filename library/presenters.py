"""How a track is named to a person."""

from __future__ import annotations


def full_name(artist_line: str, name: str) -> str:
    """Returns artists and title as receipts and pages show them; either may be empty."""
    return f"{artist_line} – {name}"
