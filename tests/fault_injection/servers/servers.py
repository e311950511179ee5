"""A Redis and a PostgreSQL for one test, which it may stop."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import redis

from tests.support.waiting import wait_for


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class OwnRedis:
    """Keeps nothing on disk: whatever was in it is gone after a restart. Asks for a password, as docker-compose.yml's does."""

    def __init__(self) -> None:
        self._port = free_port()
        self._password = secrets.token_hex(16)
        self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self._port), "--bind", "127.0.0.1"]
        command += ["--requirepass", self._password]
        self._process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no", "--loglevel", "warning"], stdout=subprocess.DEVNULL
        )
        wait_for(self._answers)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


class OwnPostgres:
    """A cluster in a new folder, with an empty database `postgres`."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self._port}/postgres"
        self._programs = postgres_programs()
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._as_postgres: list[str] = []
        if not os.geteuid():  # PostgreSQL refuses to run as root
            shutil.chown(self._folder, "postgres")
            self._as_postgres = ["runuser", "-u", "postgres", "--"]
        self._do(
            "initdb", "--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale"
        )
        self.start()

    @property
    def settings(self) -> dict[str, object]:
        """As Django wants them."""
        return {
            "HOST": "127.0.0.1",
            "PORT": self._port,
            "NAME": "postgres",
            "USER": "postgres",
            "PASSWORD": "",
        }

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._do("pg_ctl", "start", "--wait", f"--options={options}", f"--log={self._folder / 'log'}")

    def stop(self) -> None:
        """As in an update of the machine: sessions are ended, open transactions are rolled back."""
        self._do("pg_ctl", "stop", "--wait", "--mode=fast")

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def _do(self, program: str, *arguments: str) -> None:
        command = [*self._as_postgres, str(self._programs / program), "-D", str(self._folder), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def postgres_programs() -> Path:
    """Where `initdb` and `pg_ctl` are: Debian does not put them on the PATH."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    assert newest, (
        "this test starts a PostgreSQL of its own: install the server's programs (apt install postgresql)"
    )
    return newest[-1].parent
