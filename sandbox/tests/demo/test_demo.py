"""The demo as a process: run once, and run until a signal."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


@pytest.fixture
def ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def command(ports: tuple[int, int], *more: str) -> list[str]:
    site, sandbox = ports
    return [sys.executable, "-m", "sandbox.demo", "--port", str(site), "--sandbox-port", str(sandbox), *more]


def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a user whose own settings must not reach the demo."""
    own = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/precious", "SITE_URL": "https://precious.example"}
    return os.environ | own | {"TMPDIR": str(tmp_path)}


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_syncs_once_and_leaves_nothing(ports: tuple[int, int], tmp_path: Path) -> None:
    run = subprocess.run(
        command(ports, "--once"),
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "In your sheet: 50" in run.stdout
    assert re.search(r"Artist +Track +Album +Added +Link\n", run.stdout)
    assert "45 rows more" in run.stdout
    assert all(map(is_free, ports))
    assert not list(tmp_path.iterdir())


@pytest.fixture
def serving(ports: tuple[int, int], tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo that serves after its first sync, with its output so far."""
    with subprocess.Popen(
        command(ports), cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        said = ""
        while "Ctrl-C ends" not in said:
            line = demo.stdout.readline()
            assert line, said
            said += line
        try:
            yield demo, said
        finally:
            demo.terminate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal_and_ends_all_it_started(
    number: int, serving: tuple[subprocess.Popen[str], str], ports: tuple[int, int], tmp_path: Path
) -> None:
    demo, said = serving
    for address in re.findall(r"  (http://\S+)  ", said):
        assert requests.get(address, timeout=10).ok, address
    assert requests.get(f"http://127.0.0.1:{ports[0]}/admin/login/", timeout=10).ok
    demo.send_signal(number)
    assert demo.wait(30) in {0, 128 + number}
    assert all(map(is_free, ports))
    assert not list(tmp_path.iterdir())
