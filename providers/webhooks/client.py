"""Sends one POST request to an address that a stranger has given, and returns how it was answered.

    name ─→ addresses, resolved once ─→ each must be public ─→ TLS with the first that answers, under the host's name

No redirect is followed, no proxy asked, no cookie kept. All of it together takes ten seconds at most, and 64 KB are read.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests.utils
from django.conf import settings

from providers.http import retry_after
from providers.webhooks.addresses import IpAddress, NameUnknown, is_own_machine, is_public, resolve

SECONDS = 10.0
"""For everything: looking the name up, connecting, sending, and reading the answer."""
LARGEST = 65_536
"""Bytes of an answer, its headers included."""
LONGEST_URL = 500


class WebhookFailure(Enum):
    """Why there was no answer."""

    NAME = "name"
    NOT_PUBLIC = "not public"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LONG = "too long"
    NO_HTTP = "no http"


class WebhookUnanswered(Exception):
    """There was no answer. `milliseconds` have passed until then."""

    def __init__(self, failure: WebhookFailure, milliseconds: int) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.milliseconds = milliseconds


class _NotPublic(Exception):
    """The name stands for an address that is nobody's on the internet."""


class _TooLong(Exception):
    """The answer has more than `LARGEST` bytes."""


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """How a request was answered. `retry_after` is what the receiver asked for, if it did."""

    status: int
    milliseconds: int
    retry_after: timedelta | None


def is_allowed_url(url: str) -> bool:
    """Whether a URL is of the kind that is called: https, a host, and nothing secret in it that a log could show.

    What its name resolves to is looked at when it is called: it may be another address by then.
    """
    try:
        parts = urlsplit(url)
        has_port = parts.port != 0
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    schemes = ("https", "http") if settings.WEBHOOKS_ALLOW_LOOPBACK else ("https",)
    return (
        is_plain
        and has_port
        and len(url) <= LONGEST_URL
        and parts.scheme in schemes
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and not parts.fragment
    )


def send_webhook(url: str, body: bytes, headers: Mapping[str, str]) -> WebhookAnswer:
    """Sends the body, and returns the answer whatever its status. Raises `WebhookUnanswered`."""
    started = time.monotonic()
    try:
        return _send(urlsplit(url), body, headers, started)
    except NameUnknown:
        failure = WebhookFailure.NAME
    except _NotPublic:
        failure = WebhookFailure.NOT_PUBLIC
    except _TooLong:
        failure = WebhookFailure.TOO_LONG
    except TimeoutError:
        failure = WebhookFailure.TIMEOUT
    except ssl.SSLError:
        failure = WebhookFailure.TLS
    except OSError:
        failure = WebhookFailure.CONNECTION
    except HTTPException:
        failure = WebhookFailure.NO_HTTP
    raise WebhookUnanswered(failure, _milliseconds_since(started))


def _send(url: SplitResult, body: bytes, headers: Mapping[str, str], started: float) -> WebhookAnswer:
    """Raises `NameUnknown`, `_NotPublic`, `_TooLong`, and what a connection raises."""
    deadline = started + SECONDS
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    addresses = resolve(host, port, SECONDS)
    if not all(map(_is_allowed, addresses)) or (
        url.scheme == "http" and not all(map(is_own_machine, addresses))
    ):
        raise _NotPublic
    connection = HTTPConnection(host, port)
    sock = _connect(addresses, port, deadline)
    try:
        if url.scheme == "https":
            sock.settimeout(_left(deadline))
            sock = tls_context().wrap_socket(sock, server_hostname=host)
        # As it has a socket, it opens none: the name is not looked up again.
        connection.sock = _BoundedSocket(sock, deadline)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", target, body, {"Host": url.netloc, "Connection": "close", **headers})
        answer = connection.getresponse()
        wait = retry_after(answer.headers.get("Retry-After", ""))
        # What it says is thrown away. Read, because a receiver may take a hang-up for a failure of its own.
        while answer.read(8192):
            pass
        return WebhookAnswer(answer.status, _milliseconds_since(started), wait)
    finally:
        connection.close()
        sock.close()


def _is_allowed(address: IpAddress) -> bool:
    return is_public(address) or (settings.WEBHOOKS_ALLOW_LOOPBACK and is_own_machine(address))


def _connect(addresses: list[IpAddress], port: int, deadline: float) -> socket.socket:
    """Returns a connection to the first address that takes one. Raises `OSError` of the last."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((str(address), port), _left(deadline))
        except OSError:
            continue  # a host with an address that this machine has no way to, such as IPv6
    return socket.create_connection((str(addresses[-1]), port), _left(deadline))


@cache
def tls_context() -> ssl.SSLContext:
    """Returns what a certificate is verified by: the authorities that every vendor of this site is known by."""
    return ssl.create_default_context(cafile=requests.utils.DEFAULT_CA_BUNDLE_PATH)


def _left(deadline: float) -> float:
    """Returns the seconds left. Raises `TimeoutError`."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


class _BoundedSocket:
    """What `HTTPConnection` needs of a socket, with bounds for all of an answer.

    A socket's own timeout is one between two bytes: an answer that trickles would hold a worker for hours.
    """

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_BoundedReader(self._sock, self._deadline))

    def close(self) -> None:
        """Closed by who has opened it: the answer is still to be read when `HTTPConnection` has no more use for it."""


class _BoundedReader(io.RawIOBase):
    """Reads a socket until the deadline, and no more than `LARGEST` bytes."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Returns how many bytes were read. Raises `TimeoutError` and `_TooLong`."""
        self._sock.settimeout(_left(self._deadline))
        count = self._sock.recv_into(buffer)
        self._read += count
        if self._read > LARGEST:
            raise _TooLong
        return count
