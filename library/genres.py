"""Names of genres: one spelling for each, and which of an artist's tags are genres at all. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

LONGEST = 64
MOST = 5
"""Genres that an artist keeps."""

LIST = Path(__file__).parent / "data" / "genres.txt"
_SAME = {
    "hiphop": "hip hop",
    "hip hop rap": "hip hop",
    "rnb": "r&b",
    "r n b": "r&b",
    "r and b": "r&b",
    "rhythm and blues": "r&b",
    "dnb": "drum and bass",
    "drum n bass": "drum and bass",
    "drum'n'bass": "drum and bass",
    "rock n roll": "rock and roll",
    "rock 'n' roll": "rock and roll",
    "electronica": "electronic",
    "kpop": "k pop",
    "jpop": "j pop",
    "synthpop": "synth pop",
    "lofi": "lo fi",
    "triphop": "trip hop",
    "postrock": "post rock",
}
_GAPS = re.compile(r"[\s,;\-‐‑‒–—_/]+")


def normalise(name: str) -> str:
    """ "Hip-Hop", "hip hop" and "HIP_HOP" are "hip hop"; "" for what cannot be a genre's name."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = unicodedata.normalize("NFKC", text)  # folding case may take letters apart again
    text = "".join(letter for letter in _GAPS.sub(" ", text) if unicodedata.category(letter)[0] != "C")
    text = " ".join(text.replace(" & ", " and ").split())
    if len(text) > LONGEST or not any(letter.isalpha() for letter in text):
        return ""
    return _SAME.get(text, text)


@cache
def known_names() -> frozenset[str]:
    """Genres that are told from other tags ("seen live") without asking anybody."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(filter(None, (normalise(line) for line in lines if not line.startswith("#"))))


def weighted(counts: Iterable[tuple[str, float]], *, most: int = MOST) -> dict[str, float]:
    """The few names said most, heaviest first, each with its share of the heaviest one (0 to 1].

    Spellings of one genre are counted together; names are normalised, counts that are no more than 0 dropped.
    """
    sums: dict[str, float] = {}
    for name, count in counts:
        genre = normalise(name)
        if genre and count > 0:
            sums[genre] = sums.get(genre, 0.0) + count
    first = heaviest(sums, most)
    return {genre: max(sums[genre] / sums[first[0]], 0.001) for genre in first}


def heaviest(weights: Mapping[str, float], most: int) -> list[str]:
    """Names by weight, equal ones by the alphabet."""
    return sorted(weights, key=lambda genre: (-weights[genre], genre))[:most]
