"""The demo refuses ports that it cannot use, in one line, before it starts anything."""

import socket
import sys

import pytest

from sandbox.demo import __main__ as demo


@pytest.fixture
def run_demo(monkeypatch):
    """Runs the demo in this process with these options, without its signal handlers; returns the exit status."""

    def run_demo(*options: object) -> int:
        monkeypatch.setattr(sys, "argv", ["demo", *map(str, options)])
        return demo.main()

    monkeypatch.setattr(demo, "end_on_signals", lambda: None)
    monkeypatch.setattr(demo, "demo", lambda folder, options: pytest.fail("it started"))
    return run_demo


def test_one_number_for_both_ports_is_one_line(run_demo, capsys):
    assert run_demo("--port", 8123, "--sandbox-port", 8123) == 1
    assert capsys.readouterr().err == "PORT and SANDBOX_PORT are both 8123: give each a number of its own.\n"


def test_a_port_in_use_is_one_line_and_starts_nothing(run_demo, capsys):
    with socket.socket() as other, socket.socket() as free:
        other.bind(("127.0.0.1", 0))
        other.listen()
        free.bind(("127.0.0.1", 0))
        port, sandbox_port = other.getsockname()[1], free.getsockname()[1]
        assert run_demo("--port", port, "--sandbox-port", sandbox_port) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert f"make demo PORT={port + 1}" in output.err
