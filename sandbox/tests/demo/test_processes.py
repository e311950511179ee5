"""The demo leaves nothing behind: no process, and no port that it could not have."""

import socket
import sys
from pathlib import Path

import pytest

from sandbox.demo.processes import DemoFailed, Processes, refuse_taken_port
from sandbox.server import start
from sandbox.world import World

SERVER = "import http.server, sys; http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()"


@pytest.fixture
def signals_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving the processes ignores signals for good: the demo ends there, but this test run does not."""
    monkeypatch.setattr("sandbox.demo.processes.signal.signal", lambda number, handler: None)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_taken_port_is_one_line_that_names_another() -> None:
    with start(World()) as other:
        taken = int(other.url.rpartition(":")[2])
        with pytest.raises(
            DemoFailed, match=rf"127\.0\.0\.1:{taken} cannot be used.*SANDBOX_PORT={taken + 1}"
        ):
            refuse_taken_port(taken, "SANDBOX_PORT")


def test_a_port_that_is_none_is_refused_too() -> None:
    with pytest.raises(DemoFailed, match="cannot be used"):
        refuse_taken_port(70000, "PORT")


@pytest.mark.slow
@pytest.mark.usefixtures("signals_kept")
def test_what_was_started_is_ended_when_an_error_leaves_the_block(tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-c", SERVER, str(port)]
    with pytest.raises(RuntimeError, match="midway"), Processes(tmp_path) as processes:
        processes.start("server", command, {}, url=f"http://127.0.0.1:{port}/")
        raise RuntimeError("midway")
    refuse_taken_port(port, "PORT")


@pytest.mark.slow
@pytest.mark.usefixtures("signals_kept")
def test_a_process_that_ends_early_is_reported_with_its_last_words(tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no disk left')"]
    with (
        pytest.raises(DemoFailed, match=r"site ended with status 1\.\nno disk left"),
        Processes(tmp_path) as processes,
    ):
        processes.start("site", command, {}, url=f"http://127.0.0.1:{port}/")
