"""Changing keys without a stop, and a wrong key that is told at start."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone

from accounts.checks import require_working_keys
from accounts.models import Credential
from accounts.sealing import is_under_newest_key, seal, unseal
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


ROOT = Path(__file__).parents[2]


def new_key() -> str:
    return Fernet.generate_key().decode()


@pytest.fixture
def credentials(settings) -> list[Credential]:
    """Two people's tokens under an old key, one of them with an ended permission."""
    settings.ENCRYPTION_KEYS = [new_key()]
    now = timezone.now()
    texts = [("access", "refresh"), ("", "")]
    return [
        Credential.objects.create(
            user=make_user(str(number)),
            provider="spotify",
            expires_at=now,
            authorized_at=now,
            access_sealed=seal(access) if access else "",
            refresh_sealed=seal(refresh) if refresh else "",
        )
        for number, (access, refresh) in enumerate(texts)
    ]


def run(command: str, **options: object) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_reseal_seals_all_rows_under_the_newest_key_and_counts_them(settings, credentials):
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    assert run("reseal") == "1 sealed again, 1 already under the newest key, 0 changed meanwhile.\n"
    row = Credential.objects.get(pk=credentials[0].pk)
    assert is_under_newest_key(row.access_sealed)
    assert (unseal(row.access_sealed), unseal(row.refresh_sealed)) == ("access", "refresh")


def test_a_second_reseal_changes_nothing(settings, credentials):
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    run("reseal")
    before = Credential.objects.get(pk=credentials[0].pk).access_sealed
    assert run("reseal").startswith("0 sealed again, 2 already")
    assert Credential.objects.get(pk=credentials[0].pk).access_sealed == before


def test_the_old_key_can_be_removed_after_a_reseal(settings, credentials):
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    run("reseal")
    settings.ENCRYPTION_KEYS.pop()
    require_working_keys()
    assert unseal(Credential.objects.get(pk=credentials[0].pk).access_sealed) == "access"


def test_reseal_with_a_lost_key_explains_what_to_do(settings, credentials):
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(CommandError, match="Put the key that sealed them back"):
        run("reseal")


def test_a_wrong_key_stops_the_start(settings, credentials):
    require_working_keys()
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS does not open the tokens of 1 stored"):
        require_working_keys()


def test_a_wrong_key_fails_the_check_that_migrate_runs_too(settings, credentials):
    assert "no issues" in run("check", databases=["default"])
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        run("check", databases=["default"])
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        run("migrate", verbosity=0, skip_checks=False)


def test_make_key_runs_where_the_settings_refuse_to_load(tmp_path):
    environment = {
        **os.environ,
        "SITE_URL": "https://example.com",
        "VAR_DIR": str(tmp_path),
        "ENCRYPTION_KEYS": "",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "make_key"]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert Fernet(made.stdout.strip())


def test_the_site_does_not_start_with_a_wrong_key(settings, credentials):
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(CommandError, match="ENCRYPTION_KEYS does not open"):
        run("serve", bind="127.0.0.1:0")
