"""The effect of a fault on one request: what the client receives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sandbox.faults import NAMED, effect_name
from sandbox.messages import Response, html_response

if TYPE_CHECKING:
    from sandbox.world import World

Handle = Callable[[], Response]
HTML = (
    "<!doctype html><html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the client receives. A `response` of None closes the connection without one.

    `cut` is the number of bytes of the body that are sent; None sends all.
    """

    response: Response | None
    cut: int | None = None


def apply_effect(
    world: World, effect: dict[str, Any], handle: Handle, wait: Callable[[float], object]
) -> Outcome:
    """Runs the handler if the effect says so, and returns what the client receives."""
    match effect_name(effect):
        case "hang":
            return _hang(float(effect["hang"]), effect.get("applied", False), handle, wait)
        case "drop":
            if effect["drop"] == "after":
                handle()
            return Outcome(None)
        case "wrong_answer":
            # late import: the module imports the vendors
            from sandbox.enrichment.wrong_answers import distorted

            return Outcome(distorted(effect["wrong_answer"], handle()))
        case "cut":
            return Outcome(handle(), cut=int(effect["cut"]))
        case _:
            if effect.get("applied"):
                handle()
            return Outcome(_answer(world, effect))


def _hang(
    seconds: float, applied: bool | Literal["late"], handle: Handle, wait: Callable[[float], object]
) -> Outcome:
    """Waits before the response.

    `applied` True: the request is handled before the wait. "late": after it. False: never, and without a response.
    """
    response = handle() if applied is True else None
    wait(seconds)
    return Outcome(handle() if applied == "late" else response)


def _answer(world: World, effect: dict[str, Any]) -> Response:
    from sandbox.vendors import named_answer  # late import: the vendors import the server

    name = effect_name(effect)
    if name in NAMED:
        return named_answer(world, name, effect[name], effect.get("retry_after"))
    if name == "html":
        return html_response(HTML, int(effect.get("status", 502)))
    body = effect.get("body")
    return Response(
        int(effect["status"]),
        ("" if body is None else str(body)).encode(),
        effect.get("content_type") or "text/plain; charset=utf-8",
        [(name, str(value)) for name, value in (effect.get("headers") or {}).items()],
    )
