"""The HTTP server."""

import http.client
import socket
from threading import Event, Thread

import pytest
import requests

import sandbox


def test_one_connection_serves_many_requests(url):
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.request("GET", "/control/clock")
    connection.getresponse().read()
    first = connection.sock
    connection.request("GET", "/control/clock")

    assert connection.getresponse().read().startswith(b'{"now"')
    assert connection.sock is first
    connection.close()


def test_a_response_is_sent_in_one_piece(url):
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")
        received = connection.recv(65536)

    assert received.startswith(b"HTTP/1.1 404 Not Found\r\n")
    assert received.endswith(b"\r\n\r\nNothing here.")


def test_head_is_answered_without_a_body_and_leaves_the_connection_usable(url, http):
    head = http.head(f"{url}/control/clock")

    assert (head.status_code, head.content) == (200, b"")
    assert "now" in http.get(f"{url}/control/clock").json()


def test_an_exception_in_a_handler_is_reported_as_a_defect(world, url, http, monkeypatch, caplog):
    def fail() -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(world, "now", fail)
    found = http.get(f"{url}/control/clock")

    assert (found.status_code, "sandbox itself failed" in found.text) == (500, True)
    assert "GET /control/clock failed" in caplog.text


def test_a_port_that_is_taken_is_an_error(world, url):
    with pytest.raises(OSError, match="in use"):
        sandbox.start(world, int(url.rpartition(":")[2]))


def test_stopping_ends_hanging_requests_and_frees_the_port(world, monkeypatch):
    world.faults.add("spotify-api", None, {"hang": 600})
    server = sandbox.start(world)
    hanging = Event()
    wait = server._server.stopping.wait
    monkeypatch.setattr(server._server.stopping, "wait", lambda seconds: (hanging.set(), wait(seconds)))
    ends: list[BaseException] = []

    def ask() -> None:
        try:
            requests.get(f"{server.url}/spotify-api/v1/me", timeout=60)
        except requests.ConnectionError as end:
            ends.append(end)

    asking = Thread(target=ask)
    asking.start()
    hanging.wait()
    server.stop()
    asking.join()

    assert len(ends) == 1
    sandbox.start(world, int(server.url.rpartition(":")[2])).stop()


def test_latency_is_waited_for_a_service_or_for_all(world, monkeypatch):
    waits: list[float] = []
    with sandbox.start(world) as server:
        monkeypatch.setattr(server._server.stopping, "wait", waits.append)
        world.latency = {"*": 0.5, "spotify-api": 0.25}
        requests.get(f"{server.url}/spotify-api/v1/me")
        requests.post(f"{server.url}/spotify-accounts/api/token")
        requests.get(f"{server.url}/control/clock")

    assert waits == [0.25, 0.5]
