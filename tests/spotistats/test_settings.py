"""`.env.example` names every setting, and what it shows as a default is the default."""

import ast
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from enrichment import source_registry
from spotistats import settings

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
LINE = re.compile(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
PRINT_SETTINGS = """
import json, sys
from spotistats import settings
names = [name for name in dir(settings) if name.isupper() and name not in {"ROOT", "VAR", "BASE_DIR", "ENV_FILE"}]
json.dump({name: repr(getattr(settings, name)) for name in names}, sys.stdout)
"""


def settings_read() -> set[str]:
    """Every variable that settings.py asks the environment for."""
    tree = ast.parse((ROOT / "spotistats" / "settings.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {str(name.value) for call in calls if isinstance(name := name_asked_for(call), ast.Constant)}


def name_asked_for(call: ast.Call) -> ast.expr | None:
    """The first argument of env.str(…), and the second of whole(env, …)."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[name, *_]):
            return name
        case ast.Call(args=[ast.Name(id="env"), name, *_]):
            return name
    return None


def test_env_example_names_every_setting_and_no_other() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    only_compose = set(re.findall(r"\$\{([A-Z_]+)", compose))
    named = {name for name, _ in LINE.findall(EXAMPLE)}
    assert named == (settings_read() | only_compose) - {"ENV_FILE"}


def test_every_setting_is_named_once_and_explained() -> None:
    names = [name for name, _ in LINE.findall(EXAMPLE)]
    assert len(names) == len(set(names))
    lines = EXAMPLE.splitlines()
    bare = [
        line for above, line in pairwise(lines) if LINE.match(line) and (not above or above.startswith("##"))
    ]
    assert not bare


@pytest.mark.slow
def test_the_values_shown_are_the_defaults(tmp_path: Path) -> None:
    shown = tmp_path / "shown.env"
    uncommented = LINE.sub(lambda line: f"{line[1]}={line[2]}", EXAMPLE)
    shown.write_text(uncommented.replace("=var", f"={tmp_path}").replace("///var", f"///{tmp_path}"))
    assert settings_from(str(shown), tmp_path) == settings_from(os.devnull, tmp_path)


def settings_from(env_file: str, var: Path) -> dict[str, str]:
    """Returns the settings of a fresh process whose only source is this file."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": env_file, "VAR_DIR": str(var)}
    environment["PYTHONHASHSEED"] = "0"  # two processes print the same set in the same order
    process = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout)


def start(var: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(var)} | variables
    return subprocess.run(
        [sys.executable, *(command or ("-c", "import spotistats.settings"))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_site_url_without_a_scheme_is_refused(tmp_path: Path) -> None:
    result = start(tmp_path, SITE_URL="127.0.0.1:8000").stderr
    assert "SITE_URL is 127.0.0.1:8000: it has to begin with http:// or https://." in result


@pytest.mark.slow
def test_a_name_in_the_env_file_that_is_no_setting_is_refused_by_every_process(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DJANGO_SECRET_KEY=hushed\nSPOTIFY_CLIENTID=hushed\n")
    result = start(tmp_path, ENV_FILE=str(file), PROCESS="beat")
    assert "SPOTIFY_CLIENTID (did you mean SPOTIFY_CLIENT_ID?)." in result.stderr.splitlines()[-1]
    assert "DJANGO" not in result.stderr.splitlines()[-1]
    assert "hushed" not in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SPOTIFY_REQUESTS_PER_DAY", "abc", "a whole number from 1 to 1000000000"),
        ("SPOTIFY_SCHEDULED_SHARE", "5", "a number from 0 to 1"),
        ("LOG_LEVEL", "verbose", "there is only DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("FEATURE_SOURCES", "spotify,foo", "there is only spotify, reccobeats"),
    ],
)
def test_an_invalid_value_is_refused_at_start(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    result = start(tmp_path, **{name: value})
    assert result.returncode
    last = result.stderr.splitlines()[-1]
    assert f"{name} is '{value.rpartition(',')[2]}': " in last
    assert sentence in last


@pytest.mark.slow
def test_a_public_site_lets_nobody_call_its_machine(tmp_path: Path) -> None:
    result = start(tmp_path, SITE_URL="https://tracks.example", WEBHOOKS_ALLOW_LOOPBACK="on")
    assert "WEBHOOKS_ALLOW_LOOPBACK is on and SITE_URL is public" in result.stderr.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "",
        "tracks",
        "ada:hushed@db/tracks",
        "mysql://ada:hushed@db/tracks",
        "postgres://ada:hushed@db:port/tracks",
    ],
)
def test_an_invalid_database_url_is_refused_without_showing_its_password(
    tmp_path: Path, address: str
) -> None:
    result = start(tmp_path, "manage.py", "check", DATABASE_URL=address)
    assert result.returncode == 1
    assert result.stderr.startswith("DATABASE_URL is not the address of a database: ")
    assert "hushed" not in result.stderr


def test_the_names_of_sources_are_those_there_are() -> None:
    assert list(source_registry.FEATURES) == settings.FEATURE_SOURCES
    assert list(source_registry.GENRES) == settings.GENRE_SOURCES


@pytest.mark.slow
def test_subdomains_and_preload_lists_are_left_to_the_domains_owner(tmp_path: Path) -> None:
    result = start(tmp_path, "tools/public_check.py")
    assert result.returncode == 0, result.stderr
    assert not settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert not settings.SECURE_HSTS_PRELOAD


@pytest.mark.slow
@pytest.mark.parametrize(
    ("apps", "places"),
    [
        ({}, ["'self'"]),
        ({"SPOTIFY_CLIENT_ID": "app"}, ["'self'", "https://accounts.spotify.com"]),
        (
            {"SPOTIFY_CLIENT_ID": "app", "GOOGLE_CLIENT_ID": "app"},
            ["'self'", "https://accounts.spotify.com", "https://accounts.google.com"],
        ),
    ],
)
def test_a_form_may_lead_to_those_vendors_that_there_is_an_app_for(
    tmp_path: Path, apps: dict[str, str], places: list[str]
) -> None:
    command = "from spotistats import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    result = start(tmp_path, "-c", command, **apps)
    assert ast.literal_eval(result.stdout) == places, result.stderr


def test_no_mail_is_sent() -> None:
    assert settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://tracks.example", ["tracks.example"]),
        ("http://127.0.0.1:8000", ["127.0.0.1", "127.0.0.1", "localhost"]),
    ],
)
def test_a_public_site_has_only_its_own_name(tmp_path: Path, address: str, hosts: list[str]) -> None:
    keys = {"DJANGO_SECRET_KEY": "s" * 60, "ENCRYPTION_KEYS": "A" * 43 + "="}
    command = "from spotistats import settings; print(settings.ALLOWED_HOSTS)"
    result = start(tmp_path, "-c", command, SITE_URL=address, **keys)
    assert ast.literal_eval(result.stdout) == hosts, result.stderr
