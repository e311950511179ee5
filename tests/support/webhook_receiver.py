"""A receiver of webhooks on this machine, which answers as it is told to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OK = b"HTTP/1.1 204 No Content\r\n\r\n"
Respond = Callable[[socket.socket], None]


@dataclass
class Receiver:
    """`requests` are what came in, as bytes; each is answered with `answer`, or by `respond` where that is set."""

    port: int = 0
    answer: bytes = OK
    respond: Respond | None = None
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=b"

    def headers(self, number: int = -1) -> dict[str, str]:
        """Returns the headers of a request, by their names in small letters."""
        lines = self.requests[number].partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    def body(self, number: int = -1) -> bytes:
        return self.requests[number].partition(b"\r\n\r\n")[2]


@contextmanager
def receiving(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Runs a receiver until the block ends; with `context` it speaks TLS."""
    listener = socket.create_server(("127.0.0.1", 0))
    receiver = Receiver(listener.getsockname()[1])
    thread = threading.Thread(target=_accept, args=(listener, receiver, context), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _accept(listener: socket.socket, receiver: Receiver, context: ssl.SSLContext | None) -> None:
    while True:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        # Who hangs up in the middle is what some tests are about.
        with suppress(OSError), sock:
            sock.settimeout(5)
            with context.wrap_socket(sock, server_side=True) if context else sock as stream:
                receiver.requests.append(_read(stream))
                if receiver.respond:
                    receiver.respond(stream)
                else:
                    stream.sendall(receiver.answer)


def _read(stream: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += stream.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )
    while len(body) < length:
        body += stream.recv(65536)
    return head + b"\r\n\r\n" + body
