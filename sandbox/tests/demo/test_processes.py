"""The demo stops all of its processes, and refuses ports that are in use."""

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
    """Keeps signal handlers: on exit, Processes ignores signals for the rest of the process."""
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


def test_an_invalid_port_is_refused() -> None:
    with pytest.raises(DemoFailed, match="cannot be used"):
        refuse_taken_port(70000, "PORT")


@pytest.mark.slow
@pytest.mark.usefixtures("signals_kept")
def test_processes_are_stopped_when_the_block_ends_with_an_error(tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-c", SERVER, str(port)]
    with pytest.raises(RuntimeError, match="midway"), Processes(tmp_path) as processes:
        processes.start("server", command, {}, url=f"http://127.0.0.1:{port}/")
        raise RuntimeError("midway")
    refuse_taken_port(port, "PORT")


@pytest.mark.slow
@pytest.mark.usefixtures("signals_kept")
def test_a_process_that_ends_early_is_reported_with_the_end_of_its_log(tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no disk left')"]
    with (
        pytest.raises(DemoFailed, match=r"site ended with status 1\.\nno disk left"),
        Processes(tmp_path) as processes,
    ):
        processes.start("site", command, {}, url=f"http://127.0.0.1:{port}/")
