"""The HTTP side: one port, keep-alive, a thread a connection."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from sandbox.connection import Connection
from sandbox.messages import (
    Request,
    Response,
    html_response,
    json_response,
    redirect,
    text_response,
)
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

__all__ = [
    "Request",
    "Response",
    "Routes",
    "RunningServer",
    "html_response",
    "json_response",
    "redirect",
    "start",
    "text_response",
]


def start(world: World, port: int = 0, host: str = "127.0.0.1") -> RunningServer:
    """Serves `world` in threads of this process; port 0 takes a free one. Raises OSError if the port is taken."""
    from sandbox.vendors import all_routes  # the directory knows the vendors, and they know this module

    server = Server((host, port), world, all_routes())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True, name="sandbox")
    thread.start()
    return RunningServer(f"http://{host}:{server.server_address[1]}", server, thread)


class Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close then waits for them: nothing touches a world after stop()
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], world: World, routes: Routes) -> None:
        self.world = world
        self.routes = routes
        self.stopping = Event()
        self._open: set[socket.socket] = set()
        self._open_lock = Lock()
        super().__init__(address, Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        self.stopping.set()
        with self._open_lock:
            for connection in self._open:
                _shut(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that went away are everyday life; all else is a defect of the sandbox and shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was first


@dataclass(frozen=True, slots=True)
class RunningServer:
    """`url` has no slash at the end. A context manager: it stops when left."""

    url: str
    _server: Server
    _thread: Thread

    def stop(self) -> None:
        """Closes the port and every open connection; requests that hang end at once."""
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
