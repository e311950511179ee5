"""A public site names who is responsible for it, or does not start; a `.env` that others can read is warned of."""

import os
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from spotistats.checks import (
    check_credentials,
    check_deletions_file,
    check_env_file,
    check_operator,
    check_port,
    check_redis,
    require_operator,
)

ROOT = Path(__file__).parents[2]
OPERATOR = {"OPERATOR_NAME": "Ada Example", "OPERATOR_CONTACT": "ada@tracks.example"}
SENTENCE = (
    "OPERATOR_NAME and OPERATOR_CONTACT are not set. SITE_URL is https://tracks.example, which other people can reach,"
    " and the privacy page has to tell them who is responsible and how to reach them: set OPERATOR_NAME and"
    " OPERATOR_CONTACT in the environment or in .env."
)


@pytest.fixture
def public(settings) -> None:
    settings.SITE_URL, settings.PUBLIC = "https://tracks.example", True
    settings.OPERATOR_NAME = settings.OPERATOR_CONTACT = ""


def test_a_public_site_without_an_operator_does_not_start(public, settings) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        require_operator()
    assert str(refusal.value) == SENTENCE
    settings.OPERATOR_NAME = OPERATOR["OPERATOR_NAME"]
    with pytest.raises(ImproperlyConfigured, match=r"^OPERATOR_CONTACT is not set\. "):
        require_operator()
    settings.OPERATOR_CONTACT = OPERATOR["OPERATOR_CONTACT"]
    require_operator()


def test_the_check_that_commands_run_refuses_it_too(public) -> None:
    with pytest.raises(SystemCheckError, match=r"spotistats\.E001"):
        call_command("check", stdout=StringIO())


def test_this_machine_alone_needs_no_operator(settings) -> None:
    settings.PUBLIC, settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = False, "", ""
    require_operator()
    assert check_operator() == []


@pytest.mark.slow
@pytest.mark.parametrize("command", [("manage.py", "serve"), ("-c", "import spotistats.wsgi")])
def test_neither_serve_nor_gunicorn_starts_without_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path),
        "SITE_URL": "https://tracks.example",
        "DJANGO_SECRET_KEY": "x" * 50,
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    }
    result = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert SENTENCE in result.stderr


@pytest.mark.parametrize(
    ("mode", "is_warned_of"),
    [
        (0o600, False),
        (0o400, False),
        (0o604, True),
        (0o640, True),
        (0o644, True),
        (0o620, True),
        (0o602, True),
    ],
)
def test_an_env_file_that_others_can_read_or_change_is_warned_of(
    settings, tmp_path: Path, mode: int, is_warned_of: bool
) -> None:
    settings.ENV_FILE = tmp_path / ".env"
    settings.ENV_FILE.touch()
    settings.ENV_FILE.chmod(mode)
    messages = check_env_file()
    assert [message.id for message in messages] == ["spotistats.W001"] * is_warned_of
    if messages:
        assert f"{settings.ENV_FILE} (mode {mode:o})" in messages[0].msg
        assert messages[0].hint == f"chmod 600 {settings.ENV_FILE}"


@pytest.mark.parametrize("file", ["gone", os.devnull])
def test_without_an_env_file_there_is_no_warning(settings, tmp_path: Path, file: str) -> None:
    settings.ENV_FILE = tmp_path / file
    assert check_env_file() == []


@pytest.mark.slow
def test_the_warning_is_printed_by_a_command_and_stops_nothing(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("LASTFM_API_KEY=hushed\n")
    env_file.chmod(0o644)
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": str(env_file), "VAR_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0
    assert "spotistats.W001" in result.stderr
    assert "hushed" not in result.stdout + result.stderr


def test_a_file_of_deletions_that_cannot_be_written_is_warned_of(settings, tmp_path, monkeypatch) -> None:
    settings.DELETIONS_FILE = tmp_path / "deletions"
    assert check_deletions_file() == []
    settings.DELETIONS_FILE.touch()
    assert check_deletions_file() == []
    monkeypatch.setattr("spotistats.checks.os.access", lambda path, mode: False)  # root may write anywhere
    assert [message.id for message in check_deletions_file()] == ["spotistats.W002"]
    monkeypatch.undo()
    settings.DELETIONS_FILE = tmp_path / "gone" / "deletions"
    assert [message.id for message in check_deletions_file()] == ["spotistats.W002"]


@pytest.mark.parametrize(
    ("process", "address", "is_warned_of"),
    [
        ("web", "http://127.0.0.1:8000", False),
        ("web", "http://127.0.0.1:9000", True),
        ("web", "http://127.0.0.1", True),
        ("web", "https://tracks.example", False),
        ("web", "https://tracks.example:8443", False),
        ("web", "https://tracks.example:8000", True),
        ("any", "http://127.0.0.1:9000", False),
    ],
)
def test_a_port_at_which_nobody_arrives_is_warned_of(
    settings, process: str, address: str, is_warned_of: bool
) -> None:
    settings.PROCESS, settings.SITE_URL = process, address
    settings.SECURE = settings.PUBLIC = address.startswith("https")
    messages = check_port()
    assert [message.id for message in messages] == ["spotistats.W003"] * is_warned_of
    assert all(address in message.msg for message in messages)


def test_a_redis_that_does_not_answer_is_warned_of_without_its_password(settings) -> None:
    settings.REDIS_URL = ""
    assert check_redis() == []
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings.REDIS_URL = f"redis://:hushed@127.0.0.1:{port}/0"
        (message,) = check_redis()
    assert message.id == "spotistats.W004"
    assert message.msg == f"The Redis of REDIS_URL does not answer at 127.0.0.1:{port}."


@pytest.mark.services
def test_a_redis_that_answers_is_not_warned_of(settings) -> None:
    assert check_redis() == []
    parts = urlsplit(settings.REDIS_URL)
    settings.REDIS_URL = parts._replace(netloc=f":hushed@{parts.hostname}:{parts.port}").geturl()
    (message,) = check_redis()
    assert message.msg == "The Redis of REDIS_URL refuses its password."


def test_credentials_that_are_half_or_of_another_kind_are_warned_of_and_not_shown(settings) -> None:
    settings.SPOTIFY_ACCOUNTS_URL = "https://accounts.spotify.com"
    settings.GOOGLE_ACCOUNTS_URL = "https://accounts.google.com"
    settings.LASTFM_URL, settings.LASTFM_API_KEY = "https://ws.audioscrobbler.com", "f" * 32
    settings.SPOTIFY_CLIENT_ID = settings.SPOTIFY_CLIENT_SECRET = "0123456789abcdef" * 2
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = "1-a_b.apps.googleusercontent.com", "any"
    assert check_credentials() == []
    settings.SPOTIFY_CLIENT_SECRET = ""
    settings.GOOGLE_CLIENT_ID = "hushed@project.iam.gserviceaccount.com"
    settings.LASTFM_API_KEY = "hushed"
    messages = check_credentials()
    assert [message.msg for message in messages] == [
        "SPOTIFY_CLIENT_SECRET is not set, and SPOTIFY_CLIENT_ID is.",
        "GOOGLE_CLIENT_ID does not look like one: it should be a name that ends in .apps.googleusercontent.com.",
        "LASTFM_API_KEY does not look like one: it should be 32 hexadecimal digits.",
    ]
    settings.GOOGLE_ACCOUNTS_URL = "http://127.0.0.1:8123"
    assert len(check_credentials()) == 2


@pytest.mark.slow
def test_gunicorn_logs_what_is_warned_of(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path)}
    environment["SPOTIFY_CLIENT_ID"] = "0123456789abcdef" * 2
    result = subprocess.run(
        [sys.executable, "-c", "import spotistats.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SPOTIFY_CLIENT_SECRET is not set, and SPOTIFY_CLIENT_ID is." in result.stderr
