"""manage.py where the environment is wrong: the operator reads one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
SENTENCE = "LEASE_SECONDS is 'abc': it has to be a whole number from 1 to 86400.\n"


def manage(var: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(var)} | variables
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["credentials", "serve", "migrate", "collectstatic", "sync"])
def test_a_wrong_setting_is_one_sentence(tmp_path, command) -> None:
    """The commands of `make run` and of the compose file, Django's own among them."""
    result = manage(tmp_path, command, LEASE_SECONDS="abc")
    assert (result.returncode, result.stdout, result.stderr) == (1, "", SENTENCE)


def test_traceback_shows_where_a_setting_was_refused(tmp_path) -> None:
    result = manage(tmp_path, "check", "--traceback", LEASE_SECONDS="abc")
    assert result.returncode == 1
    assert result.stderr.startswith("Traceback")
    assert result.stderr.endswith(SENTENCE)


def test_a_public_site_without_a_secret_key_names_it(tmp_path) -> None:
    result = manage(tmp_path, "serve", SITE_URL="https://tracks.example")
    assert result.returncode == 1
    assert result.stderr.startswith("DJANGO_SECRET_KEY is not set. ")
    assert result.stderr.count("\n") == 1


def test_commands_run_with_valid_settings(tmp_path) -> None:
    result = manage(tmp_path, "check")
    assert result.returncode == 0, result.stderr


def test_make_key_runs_where_the_settings_refuse_to_load(tmp_path) -> None:
    environment = {
        **os.environ,
        "SITE_URL": "https://example.com",
        "VAR_DIR": str(tmp_path),
        "ENCRYPTION_KEYS": "",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "make_key"]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert Fernet(made.stdout.strip())
