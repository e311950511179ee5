"""The server's log names no person: no query, no whole address."""

import http.client
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from spotistats.server_log import mask_address, mask_text, without_query
from tests.support.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("fe80::1%eth0", "fe80::"),
        ("unix:", "unix:"),
        ("-", "-"),
    ],
)
def test_the_end_of_an_address_is_left_out(address: str, masked: str) -> None:
    assert mask_address(address) == masked


def test_a_referrer_is_kept_up_to_its_query() -> None:
    assert (
        without_query("https://me:pw@a.example/smart/1/why/?track=secret#top")
        == "https://a.example/smart/1/why/"
    )
    assert without_query("-") == "-"
    assert without_query("http://[broken?track=secret") == "-"


@pytest.mark.parametrize(
    ("sentence", "masked"),
    [
        ("Invalid request from ip=203.0.113.77: bad", "Invalid request from ip=203.0.113.0: bad"),
        ("Invalid request from ip=2001:db8:1:2::77: bad", "Invalid request from ip=2001:db8:1::: bad"),
        (
            "Error handling request /complete/spotify/?code=secret&state=1",
            "Error handling request /complete/spotify/?…",
        ),
        ("Line: 'GET /?code=secret HTTP/9'", "Line: 'GET /?… HTTP/9'"),
        ("Listening at: http://127.0.0.1:8000 (12)", "Listening at: http://127.0.0.1:8000 (12)"),
        ("Starting gunicorn 27.0.1 at 10:33:07", "Starting gunicorn 27.0.1 at 10:33:07"),
    ],
)
def test_sentences_of_the_server_are_masked_too(sentence: str, masked: str) -> None:
    assert mask_text(sentence) == masked


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.slow
def test_the_server_as_in_the_container_logs_no_query_and_no_whole_address(tmp_path: Path, port: int) -> None:
    log, home = tmp_path / "log", tmp_path / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path),
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
    }
    command = ["-m", "gunicorn", "spotistats.wsgi", "--config", "python:spotistats.server"]
    with log.open("w") as lines:
        server = subprocess.Popen(
            [sys.executable, *command, "--bind", f"127.0.0.1:{port}", "--workers", "1"],
            cwd=ROOT,
            env=environment,
            stdout=lines,
            stderr=lines,
        )
    try:
        wait_for(lambda: "Booting worker" in log.read_text(), every=0.1)
        wait_for(lambda: answers(port), every=0.1)
        ask(
            port,
            "/complete/spotify/?code=secret-code&state=secret",
            {"Referer": "http://a.example/?track=secret"},
        )
        ask(port, "/%00?track=secret", {})
        with socket.create_connection(("127.0.0.1", port)) as plain:
            plain.sendall(b"GET /?code=secret\x01 NONSENSE\r\n\r\n")
            plain.recv(1000)
        wait_for(lambda: "NONSENSE" in log.read_text() or "Invalid request" in log.read_text(), every=0.1)
    finally:
        server.terminate()
        server.wait()
    text = log.read_text()
    assert '"GET /complete/spotify/ HTTP/1.1"' in text
    assert '"http://a.example/"' in text
    assert "127.0.0.0 [" in text
    assert "secret" not in text
    assert "ip=127.0.0.0" in text
    assert not list(home.iterdir()), "a control socket"


def answers(port: int) -> bool:
    try:
        return bool(ask(port, "/privacy/", {}))
    except OSError:
        return False


def ask(port: int, path: str, headers: dict[str, str]) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
