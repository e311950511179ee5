"""The control API, by which a demo or an external test reads and changes the world. Listed in README.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from sandbox import environment, services
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Handler, Routes

if TYPE_CHECKING:
    from sandbox.world import World

Action = Callable[["World", Request], Any]


def register(routes: Routes) -> None:
    add(routes, "GET", "/clock", clock)
    add(routes, "POST", "/clock", move_clock)
    add(routes, "POST", "/faults", add_fault)
    add(routes, "DELETE", "/faults", lambda world, request: world.faults.clear())
    add(routes, "POST", "/latency", set_latency)
    add(routes, "GET", "/log", log)
    add(routes, "DELETE", "/log", lambda world, request: world.log.clear())
    add(routes, "POST", "/reset", lambda world, request: world.reset())
    add(routes, "GET", "/env", lambda world, request: environment.settings(world, request.base_url))
    add(routes, "GET", "/people", people)


def add(routes: Routes, method: str, pattern: str, action: Action) -> None:
    """Adds an action under /control; its result is sent as JSON, None as {}.

    The action runs under the world's lock. A ValueError or TypeError gives status 400, a LookupError 404,
    both with `{"error": …}`. A request body, if there is one, must be JSON.
    """
    routes.add(method, f"/control{pattern}", _answering(action), service="control", kind="control")


def fields(request: Request) -> dict[str, Any]:
    """Returns the JSON object in the body, {} without a body. Raises ValueError for anything else."""
    found = request.json() if request.body else {}
    if not isinstance(found, dict):
        raise ValueError("the body is to be a JSON object")  # noqa: TRY004 (answered 400 like broken JSON)
    return found


def moment(text: str) -> datetime:
    """Returns the time of an ISO 8601 text; without an offset it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def clock(world: World, request: Request) -> dict[str, str]:
    return {"now": world.now().isoformat()}


def move_clock(world: World, request: Request) -> dict[str, str]:
    """Advances or sets the clock and shows it. Raises ValueError for any other request."""
    match fields(request):
        case {"advance": seconds}:
            world.advance(float(seconds))
        case {"set": text}:
            world.set_clock(moment(text))
        case _:
            raise ValueError('expected {"advance": seconds} or {"set": "2026-11-22T09:00:00Z"}')
    return clock(world, request)


def add_fault(world: World, request: Request) -> None:
    """Adds a fault. Raises ValueError for unknown or missing fields."""
    asked = fields(request)
    unknown = set(asked) - {"service", "kind", "nth", "times", "effect"}
    if unknown or "service" not in asked or "effect" not in asked:
        raise ValueError("expected service, effect, and optionally kind, nth, times")
    world.faults.add(
        str(asked["service"]),
        asked.get("kind"),
        asked["effect"],
        nth=int(asked.get("nth", 1)),
        times=int(asked.get("times", 1)),
    )


def set_latency(world: World, request: Request) -> dict[str, float]:
    """Sets the latency of a service, or of all, and shows all latencies."""
    asked = fields(request)
    services.check(asked.get("service"))
    world.latency[asked.get("service") or "*"] = float(asked.get("seconds", 0))
    return world.latency


def log(world: World, request: Request) -> list[dict[str, Any]]:
    service, kind = request.first("service") or None, request.first("kind") or None
    return [entry.document() for entry in world.entries(service, kind)]


def people(world: World, request: Request) -> list[dict[str, Any]]:
    """Shows the people with the size of their libraries."""
    return [
        {
            "person": person.key,
            "name": person.name,
            "email": person.email,
            "about": person.about,
            "saved": len(world.spotify.library(person.key)),
        }
        for person in world.people.values()
    ]


def _answering(action: Action) -> Handler:
    @wraps(action)
    def handle(world: World, request: Request) -> Response:
        try:
            with world.lock:
                result = action(world, request)
                return json_response({} if result is None else result)
        except (ValueError, TypeError) as wrong:
            return json_response({"error": str(wrong)}, 400)
        except LookupError as missing:
            return json_response({"error": f"there is no {missing}"}, 404)

    return handle
