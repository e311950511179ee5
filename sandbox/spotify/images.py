"""The covers at i.scdn.co, under /spotify-images: a square of two colours for each album."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sandbox.messages import Request, Response, text_response
from sandbox.routes import Routes
from sandbox.spotify.source import source_tracks
from sandbox.spotify.tracks import COVER_WIDTHS

if TYPE_CHECKING:
    from sandbox.world import World

_DIGITS = 16
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" viewBox="0 0 8 8">'
    '<rect width="8" height="8" fill="hsl({ground} 45% 40%)"/>'
    '<circle cx="{x}" cy="{y}" r="{radius}" fill="hsl({figure} 60% 65%)"/></svg>\n'
)


def register(routes: Routes) -> None:
    routes.add("GET", "/spotify-images/image/{id}", image, service="spotify-images", kind="image")


def image(world: World, request: Request) -> Response:
    """Answers with a drawing; 404 for an id that no album has."""
    drawing = draw_cover(request.params["id"])
    if drawing is None:
        return text_response("Not found", 404)
    cached = [("Cache-Control", "public, max-age=31536000")]
    return Response(200, drawing.encode(), "image/svg+xml", cached)


def draw_cover(id: str) -> str | None:
    """Returns the SVG of an image's id, equal in all widths of a cover; None for an id that no album has."""
    digits, name = id[:_DIGITS], id[_DIGITS:]
    width = COVER_WIDTHS.get(digits)
    if width is None or name not in _names():
        return None
    number = int(name, 16)
    return _DRAWING.format(
        width=width,
        ground=number % 360,
        figure=number // 360 % 360,
        x=2 + number // 360**2 % 5,
        y=2 + number // 360**2 // 5 % 5,
        radius=1 + number // 360**2 // 25 % 3,
    )


@cache
def _names() -> frozenset[str]:
    return frozenset(track.album.image for track in source_tracks() if track.album.image)
