"""What docs/security.md says of headers, cookies, passwords and the start of a public site."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.test import Client, override_settings

from spotistats import settings as product_settings
from tests.support.cast import make_alice, make_superuser

ROOT = Path(__file__).parents[2]
PRODUCT = (
    *("accounts", "enrichment", "library", "problems", "providers"),
    "sheets",
    "spotistats",
    "syncer",
    "website",
)
# What runs, unpickles or expands what it is given, and what would accept any certificate.
FOREIGN = {"subprocess", "pickle", "marshal", "shelve", "yaml", "xml", "lxml", "ctypes", "jinja2"}
CALLS = {"eval", "exec", "compile", "system", "popen", "mark_safe", "from_string"}


def test_every_answer_has_the_headers(db) -> None:
    """Pages, redirects, refusals and answers of the admin."""
    client = Client()
    client.force_login(make_alice(), backend="accounts.backends.Spotify")
    for path in ("/", "/privacy/", "/health/", "/nowhere/", "/admin/", "/admin/login/", "/sync/"):
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


def start(var: Path, **variables: str) -> str:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(var)} | variables
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    ).stderr


@pytest.mark.slow
def test_a_public_site_is_https_or_does_not_start(tmp_path: Path) -> None:
    assert "a public site needs https" in start(tmp_path, SITE_URL="http://tracks.example")
    assert django_settings.SECURE_REDIRECT_EXEMPT == [r"^health/"]


@pytest.mark.slow
def test_a_public_site_shows_no_debug_pages(tmp_path: Path) -> None:
    refusal = start(tmp_path, SITE_URL="https://tracks.example", DJANGO_DEBUG="on")
    assert refusal.startswith("DJANGO_DEBUG is on and SITE_URL is public")


def test_no_product_code_runs_or_unpickles_what_it_reads() -> None:
    found = []
    for path in (path for package in PRODUCT for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    words = {name.name.split(".")[0] for name in names} & FOREIGN
                case ast.ImportFrom(module=str(module)):
                    words = {module.split(".")[0]} & FOREIGN
                case ast.Call(func=ast.Name(id=word)) | ast.Call(func=ast.Attribute(attr=word)):
                    is_pattern = (
                        isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "re.compile"
                    )
                    words = set() if is_pattern else {word} & CALLS
                case ast.keyword(arg="verify", value=ast.Constant(value=False)):
                    words = {"verify=False"}
                case _:
                    continue
            found += [f"{path.relative_to(ROOT)}: {word}" for word in words]
    assert found == []
