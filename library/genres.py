"""Names of genres: one spelling for each, and which of an artist's tags are genres at all. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

# The width of `Genre.name`.
LONGEST = 64
MOST = 5
"""Genres that an artist keeps."""
# The smallest weight: a share that is rounded to 0 would break the constraint on weights.
_LEAST_WEIGHT = 0.001

LIST = Path(__file__).parent / "data" / "genres.txt"
# Spellings that differ by more than `normalise` evens out.
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
# Sources write hyphens of several kinds. The comma is among the gaps because cells join genres with ", ".
_GAPS = re.compile(r"[\s,;\-‐‑‒–—_/]+")


def normalise(name: str) -> str:
    """Returns the one spelling of a genre; "" for what cannot be a genre's name.

    "Hip-Hop", "hip hop", "HIP_HOP"   ->  "hip hop"
    "Drum & Bass", "dnb"              ->  "drum and bass"
    "2008", "♥"                       ->  ""
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = unicodedata.normalize("NFKC", text)  # folding case may take letters apart again
    # Invisible characters, and what no database stores.
    text = "".join(letter for letter in _GAPS.sub(" ", text) if unicodedata.category(letter)[0] != "C")
    text = " ".join(text.replace(" & ", " and ").split())
    if len(text) > LONGEST or not any(letter.isalpha() for letter in text):
        return ""
    return _SAME.get(text, text)


@cache
def known_names() -> frozenset[str]:
    """Returns the names of our own list, which separates genres from other tags ("seen live") without a request."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(filter(None, (normalise(line) for line in lines if not line.startswith("#"))))


def weighted(counts: Iterable[tuple[str, float]], *, most: int = MOST) -> dict[str, float]:
    """Returns the `most` heaviest genres with their weights, heaviest first: shares of the heaviest one, (0 to 1].

    Spellings of one genre are counted together; counts that are not above 0 are dropped.

        tags      Hip-Hop 3, rock 4, hip hop 5
        counts    hip hop 8, rock 4
        weights   hip hop 1.0, rock 0.5
    """
    sums: dict[str, float] = {}
    for name, count in counts:
        genre = normalise(name)
        if genre and count > 0:
            sums[genre] = sums.get(genre, 0.0) + count
    first = heaviest(sums, most)
    return {genre: max(sums[genre] / sums[first[0]], _LEAST_WEIGHT) for genre in first}


def heaviest(weights: Mapping[str, float], most: int) -> list[str]:
    """Returns the `most` heaviest names, heaviest first, equal ones by the alphabet."""
    return sorted(weights, key=lambda genre: (-weights[genre], genre))[:most]
