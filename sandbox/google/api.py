"""What all methods of the Sheets API share over HTTP.

https://developers.google.com/workspace/sheets/api/reference/rest
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.google.access_control import Action, Unauthorized, admit, open_file
from sandbox.google.errors import GoogleError, bad_field, invalid
from sandbox.google.fields import Mask, check_mask, parse, select
from sandbox.google.grants import AccessToken
from sandbox.google.schema import check
from sandbox.google.workbook import Workbook
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Handler, Routes

if TYPE_CHECKING:
    from sandbox.world import World

BASE = "/google-sheets/v4/spreadsheets"
MAX_BYTES = 10 * 1024 * 1024
_OF_EVERY_METHOD = {
    "alt",
    "fields",
    "key",
    "prettyPrint",
    "quotaUser",
    "access_token",
    "oauth_token",
    "$.xgafv",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One permitted call. `body` fits its schema; `mask` selects fields of the answer, {} all of them."""

    world: World
    request: Request
    token: AccessToken
    body: dict[str, Any]
    mask: Mask

    def workbook(self, action: Action) -> Workbook:
        """Returns the spreadsheet named by the path, opened for this action. Raises GoogleError."""
        file = open_file(self.world.google, self.token, self.request.params["id"], action)
        file.workbook.url = docs_url(self.request, file.id)
        return file.workbook

    @property
    def editor(self) -> str:
        """The e-mail address of the caller."""
        return self.token.email

    def flag(self, name: str) -> bool:
        """Returns whether a query parameter is true."""
        return self.request.first(name).lower() == "true"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the API. `run` returns the whole answer, or with `masks_itself` what the mask selects."""

    action: Action
    answer: str
    run: Callable[[Call], dict[str, Any]]
    body: str | None = None
    parameters: frozenset[str] = frozenset()
    masks_itself: bool = False


def add(routes: Routes, verb: str, path: str, kind: str, method: Method) -> None:
    """Adds the route of a method."""
    routes.add(verb, BASE + path, _handler(method), service="google-sheets", kind=kind)


def _handler(method: Method) -> Handler:
    def handle(world: World, request: Request) -> Response:
        token: AccessToken | None = None
        with world.lock:
            try:
                token = admit(world, request.headers.get("Authorization", ""), method.action)
                call = Call(world, request, token, _body(request, method), _mask(request, method))
                answer = method.run(call)
                response = json_response(answer if method.masks_itself else select(answer, call.mask))
            except Unauthorized as refused:
                response = json_response(
                    refused.body(), refused.code, (("WWW-Authenticate", refused.challenge),)
                )
            except GoogleError as refused:
                response = json_response(refused.body(), refused.code)
        response.principal = token.email if token else ""
        return response

    return handle


def _body(request: Request, method: Method) -> dict[str, Any]:
    unknown = sorted(set(request.query) - method.parameters - _OF_EVERY_METHOD)
    if unknown:
        text = (
            f'Invalid JSON payload received. Unknown name "{unknown[0]}": Cannot bind query parameter. '
            f"Field '{unknown[0]}' could not be found in request message."
        )
        raise bad_field("", text)
    if len(request.body) > MAX_BYTES:
        raise invalid(f"Request payload size exceeds the limit: {MAX_BYTES} bytes.")
    if method.body is None or not request.body:
        return {}
    body = _json(request.body)
    check(method.body, body)
    return dict(body)


def _json(text: bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except ValueError:
        raise invalid("Invalid JSON payload received. Unexpected token.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _mask(request: Request, method: Method) -> Mask:
    text = request.first("fields")
    mask = parse(text) if text else {}
    check_mask(method.answer, mask)
    return {} if set(mask) == {"*"} and not mask["*"] else mask


def docs_url(request: Request, spreadsheet_id: str) -> str:
    """Returns the address of the page on which a person opens the spreadsheet."""
    return f"{request.base_url}/google-docs/spreadsheets/d/{spreadsheet_id}/edit"
