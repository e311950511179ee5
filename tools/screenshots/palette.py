"""Makes a picture small: at most 256 colours, which the browser chooses (`palette.js`)."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode
from pathlib import Path

from playwright.sync_api import Page

_REDUCE = (Path(__file__).with_name("palette.js")).read_text("utf-8")


def with_fewer_colours(page: Page, png: bytes) -> bytes:
    """Returns the PNG with a palette. The page is left for an empty one."""
    page.goto("about:blank")
    reduced = page.evaluate(_REDUCE, "data:image/png;base64," + b64encode(png).decode())
    palette, pixels = b64decode(reduced["palette"]), b64decode(reduced["pixels"])
    return write_png(reduced["width"], palette, pixels)


def write_png(width: int, palette: bytes, pixels: bytes) -> bytes:
    """Returns a PNG of 8-bit indexes: https://www.w3.org/TR/png-3/#5DataRep."""
    rows = [pixels[at : at + width] for at in range(0, len(pixels), width)]
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    # Filter 0, which suits indexes best.
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
