"""What docs/security.md says of headers, cookies, passwords and the start of a public site."""

from __future__ import annotations

import ast
import json
import logging
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.utils import crypto

from accounts.sessions import SessionStore
from spotistats import settings as product_settings
from tests.support.cast import make_alice, make_superuser

ROOT = Path(__file__).parents[2]
PRODUCT = (
    *("accounts", "enrichment", "library", "notifications", "problems", "providers"),
    "sheets",
    "spotistats",
    "syncer",
    "website",
)
# What runs, unpickles or expands what it is given, and what would accept any certificate; chance that can be guessed; hashes
# and ciphers of our own.
FOREIGN = {"subprocess", "pickle", "marshal", "shelve", "yaml", "xml", "lxml", "ctypes", "jinja2"}
WEAK = {"random", "Crypto", "crypt"}
CALLS = {"eval", "exec", "compile", "system", "popen", "mark_safe", "from_string"}
WEAK_CALLS = {"md5", "sha1", "uuid1", "uuid3", "uuid5"}


def test_every_answer_has_the_headers(db) -> None:
    """Pages, redirects, refusals and answers of the admin."""
    client = Client()
    client.force_login(make_alice(), backend="accounts.backends.Spotify")
    for path in ("/", "/privacy/", "/nowhere/", "/admin/", "/admin/login/", "/sync/"):
        answer = client.get(path)
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["Referrer-Policy"] == "same-origin", path
        assert answer["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
        assert answer["Content-Type"] in ("text/html; charset=utf-8", "application/json"), path
        assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers), path


def test_the_sessions_cookie_is_out_of_reach_of_scripts_and_other_sites(db, settings) -> None:
    settings.SPOTIFY_CLIENT_ID = settings.SPOTIFY_CLIENT_SECRET = "given"
    cookies = Client().post("/login/spotify/").cookies
    session = cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"] is True
    assert session["samesite"] == "Lax"


def test_a_new_password_takes_the_old_one_and_ends_the_other_sessions(db) -> None:
    root = make_superuser()
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        assert client.post("/admin/login/", {"username": "root", "password": "root"}).status_code == 302
    form = {"old_password": "root", "new_password1": "a-longer-Word-9", "new_password2": "a-longer-Word-9"}
    assert here.post("/admin/password_change/", form | {"old_password": "guessed"}).status_code == 200
    root.refresh_from_db()
    assert root.check_password("root")
    assert here.post("/admin/password_change/", form).status_code == 302
    root.refresh_from_db()
    assert root.check_password("a-longer-Word-9")
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_passwords_are_hashed_as_the_standard_asks() -> None:
    # The tests hash with MD5, which is quick; the product has Django's default.
    assert not hasattr(product_settings, "PASSWORD_HASHERS")
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
        hasher = get_hasher()
        assert isinstance(hasher, PBKDF2PasswordHasher)
        assert hasher.algorithm == "pbkdf2_sha256"
        assert hasher.iterations >= 310_000
        salts = {make_password("word").split("$")[2] for _ in range(2)}
        assert len(salts) == 2
        assert all(len(salt) >= 16 for salt in salts)


def test_all_characters_of_a_password_count(db) -> None:
    root = make_superuser()
    password = "Ƀ 猫\t'\"<&%🎷" * 12 + "endings."
    assert len(password) == 128
    root.set_password(password)
    root.save()
    assert not root.check_password(password[:-1])
    form = {"username": "root", "password": password}
    assert Client().post("/admin/login/", form | {"password": password.swapcase()}).status_code == 200
    assert Client().post("/admin/login/", form).status_code == 302


def test_a_password_of_small_letters_alone_will_do() -> None:
    validate_password("walkingundertrees")
    with pytest.raises(ValidationError, match="entirely numeric"):
        validate_password("830174629457")


def test_a_new_site_has_no_account(db) -> None:
    assert not get_user_model().objects.exists()


def test_no_person_has_a_question_or_the_day_of_their_password() -> None:
    names = {field.name for field in get_user_model()._meta.get_fields()}
    assert {name for name in names if re.search("pass|secret|question|answer|expire", name)} == {"password"}


def test_the_key_of_a_session_is_drawn_by_chance_and_long_enough(db, monkeypatch) -> None:
    key = SessionStore()._get_new_session_key()
    assert re.fullmatch("[a-z0-9]{32}", key)
    assert 32 * math.log2(36) > 64
    monkeypatch.setattr(crypto.secrets, "choice", lambda letters: letters[-1])
    monkeypatch.setattr(SessionStore, "exists", lambda *_: False)
    assert len(set(SessionStore()._get_new_session_key())) == 1


@pytest.mark.parametrize(
    "path",
    [
        "",
        "site/",
        "admin/css/",
        "../manage.py",
        "%2e%2e/manage.py",
        "..%2f..%2fetc/passwd",
        "site/../../settings.py",
    ],
)
def test_no_folder_is_listed_and_no_other_file_is_served(db, path: str) -> None:
    client = Client()
    file = client.get("/static/site/site.css")
    assert b"".join(file.streaming_content)
    file.close()
    assert client.get(f"/static/{path}").status_code == 404


def test_htmx_runs_no_text_as_code(db) -> None:
    [config] = re.findall(r"name=\"htmx-config\" content='([^']+)'", Client().get("/").content.decode())
    assert json.loads(config)["allowEval"] is False


def test_times_in_logs_are_utc() -> None:
    assert (django_settings.TIME_ZONE, django_settings.USE_TZ) == ("UTC", True)
    line = logging.Formatter("{asctime}", style="{")
    record = logging.makeLogRecord({"created": 0.0, "msecs": 0.0})
    assert line.format(record) == "1970-01-01 00:00:00,000"


def start(var: Path, **variables: str) -> str:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(var)} | variables
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    ).stderr


@pytest.mark.slow
def test_a_public_site_is_https_or_does_not_start(tmp_path: Path) -> None:
    assert "a public site needs https" in start(tmp_path, SITE_URL="http://tracks.example")
    assert django_settings.SECURE_REDIRECT_EXEMPT == []


@pytest.mark.slow
def test_a_public_site_shows_no_debug_pages(tmp_path: Path) -> None:
    refusal = start(tmp_path, SITE_URL="https://tracks.example", DJANGO_DEBUG="on")
    assert refusal.startswith("DJANGO_DEBUG is on and SITE_URL is public")


def found_in_product_code(foreign: set[str], calls: set[str]) -> list[str]:
    """Returns where the product imports one of these modules, calls one of these names, or accepts any certificate."""
    found = []
    for path in (path for package in PRODUCT for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    words = {name.name.split(".")[0] for name in names} & foreign
                case ast.ImportFrom(module=str(module)):
                    words = {module.split(".")[0]} & foreign
                case ast.Call(func=ast.Name(id=word)) | ast.Call(func=ast.Attribute(attr=word)):
                    is_pattern = (
                        isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "re.compile"
                    )
                    words = set() if is_pattern else {word} & calls
                case ast.keyword(arg="verify", value=ast.Constant(value=False)):
                    words = {"verify=False"}
                case _:
                    continue
            found += [f"{path.relative_to(ROOT)}: {word}" for word in words]
    return found


def test_no_product_code_runs_or_unpickles_what_it_reads() -> None:
    assert found_in_product_code(FOREIGN, CALLS) == []


def test_no_product_code_draws_what_can_be_guessed_or_hashes_weakly() -> None:
    """Two draw how long to wait, which everybody may guess."""
    waits = ["accounts/token_refresh.py: random", "providers/google/errors.py: random"]
    assert sorted(found_in_product_code(WEAK, WEAK_CALLS)) == waits
