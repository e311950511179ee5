""".ci/run says how long each of its steps took, and its Redis has a password, as the workflow's has: with stubs for all they call."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"
WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "ci.yml"
SERVERS = {"DATABASE_URL": "postgres://127.0.0.1:1/postgres", "REDIS_URL": "redis://127.0.0.1:1/0"}
STEPS = [
    "Tools",
    "Checks",
    "The demo",
    "Tests, embedded",
    "Servers",
    "Tests, on PostgreSQL and Redis",
    "Requests made from the API's document",
    "Tests in the browser",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in (".ci", "bin", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(SCRIPT, tmp_path / ".ci")
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    for command in ("make", "chromium", "redis-server", "pg_lsclusters", "psql"):
        stub(tmp_path, command, "exit 0")
    return tmp_path


def stub(project: Path, command: str, script: str) -> None:
    path = project / "bin" / command
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def seconds_printed(project: Path, *, status: int, servers: dict[str, str] = SERVERS) -> list[str]:
    """Runs the script and returns its table without the numbers."""
    outside = {name: value for name, value in os.environ.items() if name not in SERVERS}
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", project / ".ci" / "run"],
        env={**outside, **servers, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == status, run.stdout + run.stderr
    table = run.stdout.partition("== Seconds\n")[2].splitlines()
    assert all(re.match(r" *\d+  \S", line) for line in table)
    return [line.lstrip(" 0123456789") for line in table]


def test_it_prints_a_line_a_step_and_the_total(project: Path) -> None:
    assert seconds_printed(project, status=0) == [*STEPS, "total"]


def test_it_names_the_step_that_failed(project: Path) -> None:
    stub(project, "make", 'test "$1" != test')
    done, failed = STEPS[:3], f"{STEPS[3]} failed"
    assert seconds_printed(project, status=1) == [*done, failed, "total"]


REDIS = f"""#!{sys.executable}
import re, signal, socket, sys
from pathlib import Path

settings = Path(sys.argv[1]).read_text()
Path("settings").write_text(settings)
server = socket.create_server(("127.0.0.1", int(re.search(r"port (\\d+)", settings)[1])))
signal.signal(signal.SIGTERM, lambda *_: (Path("stopped").touch(), sys.exit()))
while True:
    signal.pause()
"""


@pytest.mark.parametrize("fails", [False, True])
def test_its_redis_has_a_password_and_ends_with_the_run(project: Path, *, fails: bool) -> None:
    (project / "bin/redis-server").write_text(REDIS, encoding="utf-8")
    stub(project, "make", f'if [ "$REDIS_URL" ]; then echo "$* $REDIS_URL" >>made; exit {int(fails)}; fi')
    seconds_printed(project, status=int(fails), servers={"DATABASE_URL": SERVERS["DATABASE_URL"]})
    settings = dict(line.split() for line in (project / "settings").read_text("utf-8").splitlines())
    address = f"redis://:{settings['requirepass']}@127.0.0.1:{settings['port']}/0"
    # In the environment: everybody on the machine can read a command line.
    again = "test ARGS=-m 'not browser and not generated and not pure'"
    made = [again] if fails else [again, "api-check"]
    assert (project / "made").read_text("utf-8") == "".join(f"{target} {address}\n" for target in made)
    assert (settings["bind"], len(settings["requirepass"])) == ("127.0.0.1", 32)
    assert (project / "stopped").exists()


def test_a_redis_of_ones_own_is_used_instead(project: Path) -> None:
    stub(project, "redis-server", "touch started")
    stub(project, "make", 'echo "$REDIS_URL" >>made')
    seconds_printed(project, status=0)
    assert SERVERS["REDIS_URL"] in (project / "made").read_text("utf-8")
    assert not (project / "started").exists()


@pytest.mark.parametrize(("answer", "status"), [(b"+OK\r\n", 0), (b"-ERR unknown command\r\n", 1)])
def test_the_workflow_gives_its_redis_a_password_or_fails(tmp_path: Path, answer: bytes, status: int) -> None:
    heard = []

    def answer_once(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            heard.append(connection.recv(1000).decode())
            connection.sendall(answer)

    job = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["everything"]
    assert "REDIS_URL" not in job["env"]
    (step,) = [one["run"] for one in job["steps"] if "Redis" in one.get("name", "")]
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_once, args=[server])
        thread.start()
        host, port = server.getsockname()
        # As GitHub runs a step of bash.
        run = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step.replace("/dev/tcp/redis/6379", f"/dev/tcp/{host}/{port}")],
            env={"PATH": os.environ["PATH"], "GITHUB_ENV": str(tmp_path / "env")},
            capture_output=True,
            check=False,
        )
        thread.join()
    assert run.returncode == status
    (line,) = heard
    password = re.fullmatch(r"CONFIG SET requirepass (\w{32})\r\n", line)[1]
    given = (tmp_path / "env").read_text("utf-8") if not status else ""
    assert given == ("" if status else f"REDIS_URL=redis://:{password}@redis:6379/0\n")
