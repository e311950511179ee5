"""Keys that do not open the stored tokens stop the start."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from accounts.checks import require_working_keys
from tests.accounts.conftest import new_key

pytestmark = pytest.mark.django_db


def run(command: str, **options: object) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_a_wrong_key_stops_the_start(settings, sealed_credentials):
    require_working_keys()
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS does not open the tokens of 1 stored"):
        require_working_keys()


def test_a_wrong_key_fails_the_check_that_migrate_runs_too(settings, sealed_credentials):
    assert "no issues" in run("check", databases=["default"])
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        run("check", databases=["default"])
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        run("migrate", verbosity=0, skip_checks=False)
