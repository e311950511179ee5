"""`manage.py serve`: one command, and one Ctrl-C that ends it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from tests.support.cast import sign_in
from tests.support.waiting import wait_for

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[4]


@pytest.fixture
def site() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def served(site: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path),
        "SITE_URL": site,
    }
    command = [sys.executable, "manage.py", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: answers(site))
            yield process
        finally:
            process.kill()


def answers(site: str) -> bool:
    try:
        return requests.get(f"{site}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def children(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def test_the_site_listens_at_site_url_and_one_ctrl_c_ends_it(
    served: subprocess.Popen[bytes], site: str
) -> None:
    (child,) = children(served)
    os.kill(child, signal.SIGINT)  # a terminal's Ctrl-C goes to every process of the command
    assert answers(site)
    assert children(served) == [child]
    served.send_signal(signal.SIGINT)
    assert served.wait(60) == 0
    assert not answers(site)


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))  # taken, and nothing listens
        environment = {
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": f"postgres://ada:hush-hush@127.0.0.1:{busy.getsockname()[1]}/site",
        }
        command = [sys.executable, "manage.py", "serve", "--bind", "127.0.0.1:0"]
        result = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("CommandError: The database that DATABASE_URL names cannot be reached: ")
    assert "hush-hush" not in line


def test_the_site_does_not_start_with_a_wrong_key(sandbox, db, settings) -> None:
    sign_in(sandbox.world, "ada")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="ENCRYPTION_KEYS does not open"):
        call_command("serve", bind="127.0.0.1:0")
