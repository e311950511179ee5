"""The HTTP server: one port, keep-alive, one thread for each connection, which then serves another."""

from __future__ import annotations

import socket
import sys
from concurrent.futures import ThreadPoolExecutor
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
    """Serves `world` from threads of this process.

    Port 0 takes a free one. Raises OSError if the port is taken.
    """
    from sandbox.vendors import all_routes  # late import: the vendors import this module

    server = Server((host, port), world, all_routes())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True, name="sandbox")
    thread.start()
    return RunningServer(f"http://{host}:{server.server_address[1]}", server, thread)


class Server(ThreadingHTTPServer):
    """Tracks its open connections, so that they can be closed when it stops."""

    request_queue_size = 128
    max_connections = 1_000

    def __init__(self, address: tuple[str, int], world: World, routes: Routes) -> None:
        self.world = world
        self.routes = routes
        self.stopping = Event()
        self._open: set[socket.socket] = set()
        self._open_lock = Lock()
        self._connections = ThreadPoolExecutor(self.max_connections, "sandbox-connection")
        super().__init__(address, Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        self._connections.submit(self.process_request_thread, request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Ends all waiting and closes every open connection."""
        self.stopping.set()
        with self._open_lock:
            for connection in self._open:
                _shut(connection)

    def server_close(self) -> None:
        """Waits for the threads, so that none uses the world any more."""
        super().server_close()
        self._connections.shutdown()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores clients that disconnected; any other exception is a defect of the sandbox and is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client has closed it already


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A context manager that stops the server on exit. `url` has no trailing slash."""

    url: str
    _server: Server
    _thread: Thread

    def stop(self) -> None:
        """Closes the port and every open connection; hanging requests end at once."""
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
