"""A public site names who is responsible for it, or does not start."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from spotistats.checks import check_operator, require_operator

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
