"""Cleo's tracks, each unusual in one way that occurs in real libraries."""

from collections.abc import Callable
from typing import Any

from sandbox.spotify.ids import stable_id
from sandbox.spotify.source import source_tracks
from sandbox.spotify.tracks import links

Document = dict[str, Any]
Saves = tuple[Document | None, ...]
"""Documents saved in the same second."""

TITLES = (
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1",
    "@x",
    "'quoted",
    "0042",
    "TRUE",
    "1e3",
    "12/05/2019",
    "🎧 Night Drive 🚗💨 👩‍👩‍👧‍👦",
    "שלום עולם",
    "مرحبا بالعالم (feat. יונתן)",
    "東京の夜 − 夜に駆ける",
    "  spaces around  ",
    "two\nlines\tand a tab",
    "zero\x00byte and half a \ud800 pair",
    "Very long " * 40,
    "Longer than a cell " * 2_700,
    "",
)
"""Formulas, numbers, a date, right-to-left text, emoji, and a title too long for a cell, among others."""


def odd_documents() -> list[Saves]:
    """Returns the documents that take the place of ordinary track objects in Cleo's library."""
    titled = [_document(number, name=title) for number, title in enumerate(TITLES)]
    local = local_file("Unknown Artist", "Basement Tapes", "Demo 3", 307)
    single = [*titled, local_file("", "", "recording-0007", 12), *_incomplete(), *_twins()]
    return [(None, None), (local, local), *((document,) for document in single)]


def local_file(artist: str, album: str, title: str, seconds: int) -> Document:
    """Returns a local file's track object.

    https://developer.spotify.com/documentation/web-api/concepts/playlists#local-files
    """
    uri = f"spotify:local:{_plus(artist)}:{_plus(album)}:{_plus(title)}:{seconds}"
    nobody: Document = {"id": None, "href": None, "uri": None, "external_urls": {}}
    return {
        **nobody,
        "uri": uri,
        "type": "track",
        "name": title,
        "is_local": True,
        "artists": [{**nobody, "name": artist, "type": "artist"}],
        "album": {
            **nobody,
            "name": album,
            "type": "album",
            "artists": [],
            "images": [],
            "release_date": None,
        },
        "duration_ms": seconds * 1000,
        "explicit": False,
        "external_ids": {},
        "disc_number": 0,
        "track_number": 0,
        "preview_url": None,
    }


def _incomplete() -> list[Document]:
    """Returns documents in each of which one field is missing, empty or less precise than usual."""
    changes: tuple[Callable[[Document], object], ...] = (
        lambda track: track.update(artists=[]),
        lambda track: track["artists"].append({"id": None, "name": "", "type": "artist"}),
        lambda track: track["album"].update(release_date="1975", release_date_precision="year"),
        lambda track: track["album"].update(release_date="1987-09", release_date_precision="month"),
        lambda track: track["album"].update(release_date=None),
        lambda track: track["album"].update(name=""),
        lambda track: track["album"].pop("name"),
        lambda track: track["album"].update(images=[]),
        lambda track: track.update(album=None),
        lambda track: track.update(external_ids={}),
        lambda track: track.pop("duration_ms"),
        lambda track: track.pop("name"),
    )
    documents = []
    for number, change in enumerate(changes, start=len(TITLES)):
        document = _document(number)
        change(document)
        documents.append(document)
    return documents


def _twins() -> list[Document]:
    """Returns the same recording under two ids, as on a single and on its album."""
    twin = _document(100)
    return [twin, twin | links("track", stable_id("twin"))]


def _document(number: int, **changes: Any) -> Document:
    model = source_tracks()[number].document()
    return model | links("track", stable_id("odd", number)) | changes


def _plus(text: str) -> str:
    return text.replace(" ", "+")
