"""Wrong answers: status 200 with impossible values, another object's ids, another shape, or HTML."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from sandbox.enrichment import artists
from sandbox.enrichment.recordings import is_known
from sandbox.fault_effects import HTML
from sandbox.messages import Response, html_response, json_response
from sandbox.spotify.source import source_tracks
from sandbox.spotify.tracks import OPEN

Node = dict[str, Any]


def distorted(kind: str, response: Response) -> Response:
    """Returns the response with wrong data in it. An error response is returned unchanged."""
    if response.status != 200:
        return response
    match kind:
        case "html":
            return html_response(HTML)
        case "shape":
            return json_response({"status": "ok", "content": None, "urls": 3, "toptags": [], "genres": {}})
        case "out_of_range":
            return _altered(response, _set_impossible_values)
        case "floats":
            return json_response(_as_floats(json.loads(response.body)), 200, tuple(response.headers))
        case "zeroed" | "empty" | "short":
            return _altered(response, PAGES[kind])
        case "wrong_ids":
            return _altered(response, IdReplacer(response.body.decode()).replace_ids)
    raise ValueError(f"there is no wrong answer called {kind}")


def _altered(response: Response, alter: Callable[[Node], None]) -> Response:
    document = json.loads(response.body)
    for node in list(_nodes(document)):
        alter(node)
    return json_response(document, 200, tuple(response.headers))


def _as_floats(document: Any) -> Any:
    """Returns the document with each whole number as a float, which JSON writes as `61.0`.

    Spotify did so for weeks in 2024: https://github.com/JohnnyCrazy/SpotifyAPI-NET/issues/952 (lengths),
    https://github.com/ramsayleung/rspotify/issues/452 (totals)
    """
    match document:
        case bool():
            return document
        case int():
            return float(document)
        case list():
            return [_as_floats(one) for one in document]
        case dict():
            return {name: _as_floats(one) for name, one in document.items()}
    return document


def _zero(node: Node) -> None:
    """Makes a page one of an empty library: https://github.com/spotify/ios-streaming-sdk/issues/701"""
    if "items" in node:
        node |= {"items": [], "total": 0, "next": None}


def _empty(node: Node) -> None:
    """Leaves out all items of a page and keeps the total: `_shorten` at its worst, which README lists as assumed."""
    if "items" in node:
        node["items"] = []


def _shorten(node: Node) -> None:
    """Leaves out all but 20 items of a page and keeps the total.

    Pages together had 27 items less than their total: https://github.com/Parachord/parachord/issues/823
    """
    if "items" in node:
        node["items"] = node["items"][:20]


PAGES = {"zeroed": _zero, "empty": _empty, "short": _shorten}


def _nodes(document: Any) -> Iterator[Node]:
    """Yields every object in the document, outer ones first."""
    if isinstance(document, dict):
        yield document
    inner = (
        document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    )
    for part in inner:
        yield from _nodes(part)


def _set_impossible_values(node: Node) -> None:
    """Sets values out of range, of the wrong type, NaN, missing or far too long."""
    if "energy" in node:
        node |= {"energy": 7.0, "tempo": -1.0, "valence": "high", "acousticness": float("nan")}
        node["danceability"] = True
    if "count" in node:
        node["count"] = -5
        for name in {"name", "tag"} & set(node):
            node[name] = "x" * 4_000 if len(node[name]) % 2 else None
    if node.get("type") == "artist" and "genres" in node:
        node["genres"] = ["", 7, None, "x" * 4_000]


class IdReplacer:
    """Replaces the ids in a response by those of real objects that were not requested."""

    def __init__(self, answer: str) -> None:
        chance = Random(answer)
        tracks = [track.id for track in source_tracks() if is_known(track.id) and track.id not in answer]
        others = [
            artist
            for artist in artists.by_spotify_id().values()
            if artist.tagged_at == artists.EVERYWHERE
            and not any(id in answer for id in (artist.mbid, artist.spotify_id))
        ]
        self._tracks = iter(chance.sample(tracks, len(tracks)))
        self._artists = iter(chance.sample(others, len(others)))

    def replace_ids(self, node: Node) -> None:
        """Replaces the id in one object of the document."""
        if "energy" in node:
            self._replace_track_id(node)
        elif "resource" in node:
            node["resource"] = f"{OPEN}/artist/{next(self._artists).spotify_id}"
        elif "tag" in node and "artist_mbid" in node and "name" in node:
            node["artist_mbid"] = node["mbid"] = next(self._artists).mbid
        elif "@attr" in node:
            node["@attr"] = {"artist": next(self._artists).name}
        elif "genres" in node:
            other = next(self._artists)
            node["id"] = other.spotify_id if node.get("type") == "artist" else other.mbid

    def _replace_track_id(self, node: Node) -> None:
        id = next(self._tracks)
        if "href" in node:
            node["href"] = f"{OPEN}/track/{id}"
        else:
            node |= {"id": id, "uri": f"spotify:track:{id}"}
