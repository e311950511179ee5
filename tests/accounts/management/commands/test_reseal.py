"""`manage.py reseal`: all tokens under the newest key, and what it prints."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.checks import require_working_keys
from accounts.models import Credential
from accounts.sealing import is_under_newest_key, unseal
from tests.accounts.conftest import new_key


def reseal_command() -> str:
    out = StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_reseal_seals_all_rows_under_the_newest_key_and_counts_them(settings, sealed_credentials):
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    assert reseal_command() == "1 sealed again, 1 already under the newest key, 0 changed meanwhile.\n"
    row = Credential.objects.get(pk=sealed_credentials[0].pk)
    assert is_under_newest_key(row.access_sealed)
    assert (unseal(row.access_sealed), unseal(row.refresh_sealed)) == ("access", "refresh")


@pytest.mark.django_db
def test_a_second_reseal_changes_nothing(settings, sealed_credentials):
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    reseal_command()
    before = Credential.objects.get(pk=sealed_credentials[0].pk).access_sealed
    assert reseal_command().startswith("0 sealed again, 2 already")
    assert Credential.objects.get(pk=sealed_credentials[0].pk).access_sealed == before


@pytest.mark.django_db
def test_the_old_key_can_be_removed_after_a_reseal(settings, sealed_credentials):
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    reseal_command()
    settings.ENCRYPTION_KEYS.pop()
    require_working_keys()
    assert unseal(Credential.objects.get(pk=sealed_credentials[0].pk).access_sealed) == "access"


@pytest.mark.django_db
def test_reseal_with_a_lost_key_explains_what_to_do(settings, sealed_credentials):
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(CommandError, match="Put the key that sealed them back"):
        reseal_command()
