"""docker-compose.yml: each service has only the secrets that it needs, and as few rights as there are."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from cryptography.fernet import Fernet

from spotistats.environment import SECRETS_OF_PROCESS
from tests.fault_injection.servers.servers import free_port
from tests.support.waiting import wait_for

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {"migrate", "web", "worker", "enricher", "beat"}
VENDORS = {"SPOTIFY_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET", "GOOGLE_SERVICE_ACCOUNT"}
KEYS = {"DJANGO_SECRET_KEY", "ENCRYPTION_KEYS"}
PASSWORDS = {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
SECRETS = {
    "migrate": {"POSTGRES_PASSWORD"},
    "web": KEYS | VENDORS | PASSWORDS | {"LASTFM_API_KEY", "METRICS_TOKEN"},
    "worker": {"ENCRYPTION_KEYS"} | VENDORS | PASSWORDS,
    "enricher": {"ENCRYPTION_KEYS", "LASTFM_API_KEY"} | PASSWORDS,
    "beat": {"REDIS_PASSWORD"},
    "postgres": {"POSTGRES_PASSWORD"},
    "redis": {"REDIS_PASSWORD"},
}
# Of its own making, or where a file lies: they come from docker-compose.yml itself.
MADE_HERE = {"DATABASE_URL", "REDIS_URL", "PROCESS", "VAR_DIR"}


def environment_of(service: str) -> dict[str, str | None]:
    return SERVICES[service].get("environment", {})


def secrets_of(service: str) -> set[str]:
    """The secrets that are handed to a service, by name or within another value."""
    every = KEYS | VENDORS | PASSWORDS | {"LASTFM_API_KEY", "METRICS_TOKEN"}
    given = environment_of(service)
    named = {name for value in given.values() for name in re.findall(r"\$\{(\w+)", str(value))}
    return every & (given.keys() | named)


def example_names() -> set[str]:
    example = (ROOT / ".env.example").read_text("utf-8")
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", example, re.MULTILINE))


def test_every_secret_goes_where_it_is_needed_and_nowhere_else() -> None:
    assert {service: secrets_of(service) for service in SERVICES} == SECRETS
    assert {
        name for name in example_names() if re.search("SECRET|KEY|PASSWORD|SERVICE_ACCOUNT|TOKEN$", name)
    } == set().union(*SECRETS.values())


def test_no_service_is_given_the_whole_file() -> None:
    assert not [name for name, service in SERVICES.items() if "env_file" in service]


@pytest.mark.parametrize("service", sorted(OURS))
def test_every_setting_that_is_no_secret_reaches_every_process(service: str) -> None:
    settings = example_names() - set().union(*SECRETS.values()) - MADE_HERE
    given = environment_of(service)
    assert given.keys() - set().union(*SECRETS.values()) - MADE_HERE == settings
    # Without a value each is passed on from .env, and is the default where it is not set there.
    assert all(given[name] is None for name in settings)
    assert given["PROCESS"] == service


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_no_rights_that_it_does_not_need(service: str) -> None:
    definition = SERVICES[service]
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert definition["read_only"] is True
    assert "/tmp" in definition["tmpfs"]
    assert not {"privileged", "cap_add", "network_mode", "pid"} & definition.keys()


def test_only_the_site_is_reached_from_outside_and_only_by_this_machine() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_our_image_runs_as_a_user_without_rights_whom_no_service_exchanges() -> None:
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.+)$", steps.rpartition("\nFROM ")[2], re.MULTILINE) == ["app"]
    assert "useradd --system --no-create-home app" in steps
    assert [name for name in OURS if "user" in SERVICES[name]] == []


def test_no_service_of_another_image_runs_as_root() -> None:
    users = {name: service.get("user") for name, service in SERVICES.items() if name not in OURS}
    assert users == {"postgres": "postgres", "redis": "redis"}
    assert re.search(r"^USER app$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)


def test_redis_asks_for_a_password_that_is_on_no_command_line() -> None:
    script = SERVICES["redis"]["command"][2]
    assert "requirepass %s" in script
    assert "${" not in script
    assert script.endswith("exec redis-server /tmp/redis.conf")


@pytest.mark.services
def test_redis_is_the_process_that_is_stopped_and_its_password_is_for_its_user_alone(tmp_path: Path) -> None:
    port = free_port()
    script = SERVICES["redis"]["command"][2].replace("$$", "$").replace("/tmp", str(tmp_path))
    script = script.replace("save", f"port {port}\\nbind 127.0.0.1\\nsave", 1)
    environment = {"PATH": os.environ["PATH"], "REDIS_PASSWORD": "a-secret"}
    with subprocess.Popen(["sh", "-c", script], env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            with redis.Redis(port=port, password="a-secret") as client:
                wait_for(lambda: answers(client))
            with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
                stranger.ping()
            assert b"a-secret" not in Path(f"/proc/{server.pid}/cmdline").read_bytes()
            assert (tmp_path / "redis.conf").stat().st_mode & 0o777 == 0o600
            server.terminate()
            assert server.wait(timeout=10) == 0
        finally:
            server.kill()


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def test_every_process_waits_until_the_database_is_up_to_date() -> None:
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "migrate", "--no-input"]
    assert SERVICES["migrate"]["restart"] == "no"
    done = {"migrate": {"condition": "service_completed_successfully"}}
    assert [
        name
        for name in OURS
        if name != "migrate" and not done.items() <= SERVICES[name]["depends_on"].items()
    ] == []


# What it is to start, for each process: everything up to the first message or request.
WORKER = "from spotistats.celery import app, refuse_wrong_keys; import django; from django.core.checks import run_checks;\
 app.loader.import_default_modules(); app.finalize(); django.setup(); assert not [message for message in run_checks() if message.is_serious()]; refuse_wrong_keys()"
START = {
    "migrate": ["manage.py", "migrate", "--no-input", "--verbosity", "0"],
    "web": ["-c", "import spotistats.wsgi"],
    "worker": ["-c", WORKER],
    "enricher": ["-c", WORKER],
    "beat": ["-c", "from spotistats.celery import app; app.Beat(quiet=True, loglevel='ERROR')"],
}


def start(service: str, folder: Path, *, without: str = "") -> subprocess.CompletedProcess[str]:
    """Starts a process of a public site with only what docker-compose.yml gives it."""
    dotenv = {
        "SITE_URL": "https://tracks.example",
        "OPERATOR_NAME": "Olga",
        "OPERATOR_CONTACT": "olga@tracks.example",
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "GOOGLE_SERVICE_ACCOUNT": '{"client_email": "robot@project.example", "private_key": "none"}',
        **dict.fromkeys(("SPOTIFY_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET", "LASTFM_API_KEY"), "secret"),
    }
    given = {
        name: dotenv.get(name) if value is None else value for name, value in environment_of(service).items()
    }
    if "REDIS_URL" in given:
        given["REDIS_URL"] = "redis://:password@127.0.0.1:1/0"
    if "DATABASE_URL" in given:
        given["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
    environment = {name: value for name, value in given.items() if value is not None and name != without}
    outside = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}
    return subprocess.run(
        [sys.executable, *START[service]],
        cwd=ROOT,
        env=environment | {"VAR_DIR": str(folder)} | outside,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("service", sorted(OURS))
def test_each_process_starts_with_what_it_is_given(service: str, tmp_path: Path) -> None:
    result = start(service, tmp_path)
    assert result.returncode == 0, result.stderr
    assert not {path.name for path in tmp_path.iterdir()} & {"secret_key", "encryption_keys"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("service", "secret"), [(name, key) for name in sorted(OURS) for key in sorted(SECRETS_OF_PROCESS[name])]
)
def test_no_process_starts_without_a_key_that_it_needs(service: str, secret: str, tmp_path: Path) -> None:
    result = start(service, tmp_path, without=secret)
    assert result.returncode
    assert f"{secret} is not set" in result.stderr


def test_a_process_needs_what_it_is_given() -> None:
    assert {name: SECRETS[name] & KEYS for name in OURS} == {name: SECRETS_OF_PROCESS[name] for name in OURS}
