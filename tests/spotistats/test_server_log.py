"""The server's log names no person: no query, no header, no whole address."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from spotistats.server_log import ACCESS_LOG_FORMAT, ServerLogger, mask_address, mask_text
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


def test_a_line_has_the_network_time_path_status_length_and_seconds_alone() -> None:
    """Whatever a format may name: no header gets into the log."""
    logger = ServerLogger.__new__(ServerLogger)  # its set-up would change the loggers of this process
    environ = {
        "REMOTE_ADDR": "203.0.113.77",
        "REMOTE_USER": "ada",
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/smart/1/why/?track=secret",
        "PATH_INFO": "/smart/1/why/",
        "QUERY_STRING": "track=secret",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_USER_AGENT": "Firefox/142.0",
        "HTTP_REFERER": "https://a.example/diary",
        "HTTP_AUTHORIZATION": "Basic YWRhOnB3",
    }
    request = SimpleNamespace(
        headers=[("User-Agent", "Firefox/142.0"), ("Referer", "https://a.example/diary")]
    )
    answer = SimpleNamespace(status="200 OK", sent=512, headers=[("Set-Cookie", "sessionid=key")])
    atoms = logger.atoms_wrapper_class(logger.atoms(answer, request, environ, timedelta(seconds=0.25)))
    time = atoms["t"]
    assert re.fullmatch(r"\[[\w/]+:[\d:]+ [+-]\d{4}]", time)
    line = f'203.0.113.0 {time} "GET /smart/1/why/ HTTP/1.1" 200 512 0.250000s'
    assert ACCESS_LOG_FORMAT % atoms == line
    environ |= {"PATH_INFO": "/x\n2026 signed_in person=1\x1b[2J\u2028", "REQUEST_METHOD": "G\rT"}
    forged = logger.atoms_wrapper_class(logger.atoms(answer, request, environ, timedelta(seconds=0.25)))
    assert forged["U"] == r"/x\n2026 signed_in person=1\x1b[2J\u2028"
    assert (ACCESS_LOG_FORMAT % forged).isprintable()
    named = "%(a)s %(f)s %(q)s %(r)s %(u)s %({user-agent}i)s %({set-cookie}o)s %({http_authorization}e)s"
    assert named % atoms == " ".join("-" * 8)


def test_a_trigger_link_is_masked() -> None:
    logger = ServerLogger.__new__(ServerLogger)
    environ = {"REMOTE_ADDR": "203.0.113.77", "REQUEST_METHOD": "POST", "SERVER_PROTOCOL": "HTTP/1.1"}
    environ |= {"RAW_URI": "/t/secret", "PATH_INFO": "/t/secret", "QUERY_STRING": ""}
    answer = SimpleNamespace(status="202 Accepted", sent=512, headers=[])
    atoms = logger.atoms_wrapper_class(
        logger.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(seconds=0.25))
    )
    line = ACCESS_LOG_FORMAT % atoms
    assert '"POST /t/… HTTP/1.1" 202' in line and "secret" not in line


@pytest.mark.parametrize(
    ("sentence", "masked"),
    [
        ("Error handling request /t/secret", "Error handling request /t/…"),
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
            "/complete/spotify/?code=planted-code&state=planted",
            {"Referer": "http://a.example/diary", "User-Agent": "Firefox/142.0"},
        )
        ask(port, "/%00?track=planted", {})
        ask(port, "/t/planted", {})
        ask(port, "/%74/planted", {})
        with socket.create_connection(("127.0.0.1", port)) as plain:
            plain.sendall(b"GET /?code=planted\x01 NONSENSE\r\n\r\n")
            plain.recv(1000)
        wait_for(lambda: "NONSENSE" in log.read_text() or "Invalid request" in log.read_text(), every=0.1)
    finally:
        server.terminate()
        server.wait()
    text = log.read_text()
    assert '"GET /complete/spotify/ HTTP/1.1"' in text
    assert text.count('"GET /t/… HTTP/1.1"') == 2
    assert "a.example" not in text
    assert "Firefox" not in text
    assert "127.0.0.0 [" in text
    assert "planted" not in text
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


@pytest.mark.slow
def test_both_logs_are_json_where_the_sites_are(tmp_path: Path) -> None:
    script = (
        "from gunicorn.config import Config; from spotistats.server_log import ServerLogger; config = Config();"
        " config.set('accesslog', '-'); logger = ServerLogger(config);"
        " logger.error_log.error('to 203.0.113.77'); logger.access_log.info('GET /')"
    )
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment | {"LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in (result.stderr + result.stdout).splitlines()]
    assert [line["message"] for line in lines] == ["to 203.0.113.0", "GET /"]
