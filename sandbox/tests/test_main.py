"""`python -m sandbox`: as a process where signals matter, otherwise its main function."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from sandbox.__main__ import main
from sandbox.server import RunningServer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run():
    """Starts the sandbox with these options; kills it after the test if it still runs."""
    started: list[subprocess.Popen[str]] = []

    def run(*options: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sandbox", *map(str, options)]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal_ends_it_cleanly(run, ending):
    process = run("--port", 0)
    with requests.Session() as session:
        assert session.get(f"{address(process)}/control/clock").status_code == 200
        process.send_signal(ending)
        assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0


def test_it_prints_the_vendors_and_its_address(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sandbox", "--port", "0"])
    monkeypatch.setattr(signal, "signal", lambda number, handler: handler(number, None))  # ends at once
    assert main() == 0
    assert capsys.readouterr().out.startswith(
        "Stand-ins for Spotify, Google, ReccoBeats, MusicBrainz, ListenBrainz and Last.fm at http:"
    )


def test_a_port_in_use_is_one_line_and_status_1(monkeypatch, capsys, url):
    port = url.rpartition(":")[2]
    monkeypatch.setattr(sys, "argv", ["sandbox", "--port", port])
    assert main() == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == f"The sandbox cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_it_writes_the_products_settings_and_a_key_next_to_them(monkeypatch, tmp_path):
    answers: dict[str, dict[str, str]] = {}

    def serve(server: RunningServer) -> int:
        answers[server.url] = requests.get(f"{server.url}/control/env").json()
        return 0

    monkeypatch.setattr(sys, "argv", ["sandbox", "--port", "0", "--env", str(tmp_path / "sandbox.env")])
    monkeypatch.setattr("sandbox.__main__._serve", serve)
    assert main() == 0
    settings = dict(line.split("=", 1) for line in (tmp_path / "sandbox.env").read_text().splitlines())
    ((url, over_http),) = answers.items()

    assert settings["SPOTIFY_API_URL"] == f"{url}/spotify-api"
    assert settings.keys() == over_http.keys()
    key_file = tmp_path / "sandbox.env.service-account.json"
    assert settings.pop("GOOGLE_SERVICE_ACCOUNT") == str(key_file)
    key = json.loads(key_file.read_text())
    assert key == json.loads(over_http.pop("GOOGLE_SERVICE_ACCOUNT"))
    assert settings == over_http
    assert key["token_uri"] == settings["GOOGLE_TOKEN_URL"] == f"{url}/google-token/token"
    assert key["client_email"] == "tracksheet@sandbox-project.iam.gserviceaccount.com"
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
