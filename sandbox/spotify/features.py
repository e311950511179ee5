"""Audio features of recordings by ISRC: the real values of data/tracks.csv."""

from collections.abc import Mapping
from functools import cache
from random import Random

from sandbox.spotify.source import Row, source_rows, source_tracks

SHARES = (
    "acousticness",
    "danceability",
    "energy",
    "instrumentalness",
    "liveness",
    "speechiness",
    "valence",
)
"""Features from 0 to 1. Others are `tempo` in BPM, `loudness` in dB, `key` from 0 to 11, `mode` 0 or 1."""

Features = Mapping[str, float]


def measured(isrc: str) -> Features:
    """Returns the recording's features; a generated one's are close to those of a real recording."""
    found = _by_isrc().get(isrc)
    return _values(found) if found else made_up(isrc)


def made_up(seed: str) -> Features:
    """Returns plausible features, close to those of a real recording; always the same for a seed."""
    chance = Random(seed)
    model = _values(chance.choice(source_rows()))
    shares = {name: _near(model[name], chance) for name in SHARES}
    return {
        **shares,
        "key": chance.randint(0, 11),
        "loudness": round(model["loudness"] + chance.uniform(-0.5, 0.5), 3),
        "mode": model["mode"],
        "tempo": round(model["tempo"] * chance.uniform(0.97, 1.03), 3),
    }


@cache
def _by_isrc() -> dict[str, Row]:
    return {track.isrc: row for track, row in zip(source_tracks(), source_rows(), strict=True)}


def _values(row: Row) -> dict[str, float]:
    exact = {name: float(row[name]) for name in (*SHARES, "loudness", "tempo")}
    return {**exact, "key": int(row["key"]), "mode": int(row["mode"])}


def _near(share: float, chance: Random) -> float:
    return round(min(1.0, max(0.0, share + chance.uniform(-0.03, 0.03))), 4)
