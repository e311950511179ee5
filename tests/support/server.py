"""Asks the site as its server does, past what Django's test client leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler

from website.charset import Utf8Application


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def answer_of(
    method: str, path: str, query: str, content_type: str, body: bytes = b"", **more: str
) -> Answer:
    """Returns what a server would send."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(body),
        **more,
    }
    setup_testing_defaults(environ)
    begun = []
    parts = Utf8Application(WSGIHandler())(environ, lambda status, headers: begun.append((status, headers)))
    text = b"".join(parts).decode()
    parts.close()
    ((status, headers),) = begun
    return Answer(int(status.split()[0]), dict(headers), text)
