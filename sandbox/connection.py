"""One client connection: reads requests, applies faults, calls handlers, sends each response in one write."""

from __future__ import annotations

import logging
from http.client import responses as phrases
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from sandbox.fault_effects import Outcome, apply_effect
from sandbox.messages import Headers, Request, Response, text_response
from sandbox.request_log import LogEntry
from sandbox.routes import Match

if TYPE_CHECKING:
    from sandbox.server import Server

logger = logging.getLogger(__name__)

CONTROL = "control"
"""The service name of the sandbox's own pages and control API: no latency, no faults, not logged."""


class Connection(BaseHTTPRequestHandler):
    """Handles the requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Writes nothing to stderr: requests are logged in the world."""

    def _serve(self) -> None:
        url = urlsplit(self.path)
        match = self.server.routes.match("GET" if self.command == "HEAD" else self.command, url.path)
        request = self._request(url, match)
        if match is None:
            self._send(Outcome(text_response("Nothing here.", 404)))
        elif match.route.service == CONTROL:
            self._send(Outcome(self._handle(match, request)))
        else:
            self._serve_vendor(match, request)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _request(self, url: SplitResult, match: Match | None) -> Request:
        return Request(
            method=self.command,
            path=url.path,
            query=parse_qs(url.query, keep_blank_values=True),
            headers=Headers(dict(self.headers.items())),
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            params=match.params if match else {},
            base_url=f"http://{self.headers.get('Host', '')}",
        )

    def _serve_vendor(self, match: Match, request: Request) -> None:
        world, route = self.server.world, match.route
        log = world.log  # a request that is still hanging after a reset stays out of the new log
        effect = world.faults.take(route.service, route.kind)
        self._wait(world.latency.get(route.service, world.latency.get("*", 0.0)))
        if effect is None:
            outcome = Outcome(self._handle(match, request))
        else:
            outcome = apply_effect(world, effect, lambda: self._handle(match, request), self._wait)
        self._record(log, match, request, outcome.response)
        self._send(outcome)

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self.server.stopping.wait(seconds)

    def _handle(self, match: Match, request: Request) -> Response:
        """Runs the handler.

        An exception is a defect of the sandbox, and is reported as such with status 500.
        """
        try:
            return match.route.handler(self.server.world, request)
        except Exception:
            logger.exception("The sandbox's own handler for %s %s failed", request.method, request.path)
            return text_response("The sandbox itself failed; its log has the reason.", 500)

    def _record(self, log: list[LogEntry], match: Match, request: Request, response: Response | None) -> None:
        world, route = self.server.world, match.route
        status, principal = (response.status, response.principal) if response else (0, "")
        entry = LogEntry(
            world.now(), route.service, route.kind, request.method, request.path, status, principal
        )
        world.record(entry, log)

    def _send(self, outcome: Outcome) -> None:
        response = outcome.response
        if response is None:
            self.close_connection = True
            return
        body = b"" if self.command == "HEAD" else response.body
        if outcome.cut is not None:
            body, self.close_connection = body[: outcome.cut], True
        self.wfile.write(_head(response) + body)


def _head(response: Response) -> bytes:
    lines = [
        f"HTTP/1.1 {response.status} {phrases.get(response.status, 'Unknown')}",
        f"Content-Type: {response.content_type}",
        f"Content-Length: {len(response.body)}",
        *(f"{name}: {value}" for name, value in response.headers),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
