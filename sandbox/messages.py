"""Requests and responses as they pass between the HTTP server and the vendors' handlers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

JSON_TYPE = "application/json; charset=utf-8"


class Headers(Mapping[str, str]):
    """Header fields. Names are compared case-insensitively."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = {name.lower(): value for name, value in fields.items()}

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a handler receives it. `path` is still quoted, `params` are unquoted."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    params: dict[str, str]
    base_url: str
    """Scheme and host as the client addressed them, without a trailing slash."""

    def json(self) -> Any:
        """Returns the body as JSON. Raises ValueError when it is not JSON."""
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        """Returns the fields of a form body; of a repeated field the last value counts."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def first(self, name: str, default: str = "") -> str:
        """Returns the first value of a query parameter."""
        return self.query.get(name, [default])[0]


@dataclass(slots=True)
class Response:
    """`principal` is for the request log only: the person or service account that made the request."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: list[tuple[str, str]] = field(default_factory=list)
    principal: str = ""


def json_response(data: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(status, json.dumps(data).encode(), JSON_TYPE, list(headers))


def html_response(text: str, status: int = 200) -> Response:
    return Response(status, text.encode(), "text/html; charset=utf-8")


def text_response(text: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(status, text.encode(), "text/plain; charset=utf-8", list(headers))


def redirect(url: str) -> Response:
    return Response(302, b"", "text/html; charset=utf-8", [("Location", url)])
