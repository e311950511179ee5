"""The cookies of a public site: none can be planted by another site of the same domain."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages.storage import default_storage

ROOT = Path(__file__).parents[2]
PUBLIC = {
    "ENV_FILE": os.devnull,
    "SITE_URL": "https://tracksheet.example",
    "SPOTIFY_CLIENT_ID": "app",
    "SPOTIFY_CLIENT_SECRET": "secret",
    "OPERATOR_NAME": "Example Ltd",
    "OPERATOR_CONTACT": "mail@tracksheet.example",
    "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
    "ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"),
}
# Somebody begins to sign in, sees their page, and a message after pausing: every cookie that the site has.
VISIT = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from accounts.models import User
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
client = Client(SERVER_NAME="tracksheet.example", headers={"x-forwarded-proto": "https"})
def show(answer):
    for cookie in answer.cookies.values():
        print(cookie.output(header=""))
show(client.post("/login/spotify/"))
client.force_login(User.objects.create_user("ada"), backend="accounts.backends.Spotify")
show(client.get("/settings/"))
show(client.post("/settings/pause/"))
"""


@pytest.mark.slow
def test_every_cookie_of_a_public_site_is_bound_to_its_host_and_to_https(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PUBLIC
    environment |= {"DJANGO_SETTINGS_MODULE": "spotistats.settings"}
    process = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    cookies = SimpleCookie()
    for line in process.stdout.splitlines():
        cookies.load(line.strip())
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken", "__Host-messages"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_on_ones_own_machine_the_names_are_plain(as_alice) -> None:
    """A browser takes no `__Host-` cookie over http."""
    as_alice.post("/settings/pause/")
    assert settings.COOKIE_PREFIX == ""
    assert set(as_alice.cookies) >= {"sessionid", "messages"}


def test_a_message_that_fits_in_no_cookie_is_shown_all_the_same(as_alice, rf) -> None:
    request = rf.get("/")
    request.session = as_alice.session
    storage = default_storage(request)
    storage.add(20, secrets.token_hex(5000))
    storage.update(as_alice.get("/"))
    assert "_messages" in request.session
