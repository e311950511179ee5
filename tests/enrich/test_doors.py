"""One file of enrichment speaks HTTP, and one file knows each vendor's address."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "syncer" / "enrich"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("*.py")}


def naming(pattern: str) -> set[str]:
    return {name for name, text in TEXTS.items() if re.search(pattern, text)}


def test_one_file_makes_requests() -> None:
    assert naming(r"^import requests|^from requests") | naming(r"\nimport requests") == {"http.py"}
    assert naming(r"http\.get\(") == {
        "spotify.py",
        "reccobeats.py",
        "musicbrainz.py",
        "listenbrainz.py",
        "lastfm.py",
    }


@pytest.mark.parametrize(
    ("setting", "door"),
    [
        ("SPOTIFY_API_URL", "spotify.py"),
        ("RECCOBEATS_URL", "reccobeats.py"),
        ("MUSICBRAINZ_URL", "musicbrainz.py"),
        ("LISTENBRAINZ_URL", "listenbrainz.py"),
        ("LASTFM_URL", "lastfm.py"),
    ],
)
def test_one_file_knows_a_vendors_address(setting, door) -> None:
    assert naming(rf"settings\.{setting}") == {door}


def test_no_slice_sleeps_and_the_story_knows_nothing_of_it() -> None:
    assert not naming(r"\bsleep\(")
    story = (ROOT.parent / "story").glob("*.py")
    assert not [path.name for path in story if "syncer.enrich" in path.read_text(encoding="utf-8")]
