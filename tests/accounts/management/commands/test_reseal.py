"""`manage.py reseal`: all tokens under the newest key, and what it prints."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.checks import require_working_keys
from accounts.key_rollout import remember_keys
from accounts.models import AuthenticatorApp, Credential, Revocation
from accounts.problems import AccessEnded
from accounts.sealing import is_under_newest_key, seal, unseal
from accounts.second_factor import begin_enrolment, is_second_factor_needed, store_enrolment, verify_code
from accounts.token_refresh import access_token
from tests.accounts.conftest import new_key
from tests.support.cast import make_superuser, make_user


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


@pytest.mark.django_db
def test_with_lost_keys_given_up_the_site_starts_and_everybody_connects_again(settings, sealed_credentials):
    """What a key opens still stays as it is."""
    remember_keys()
    root = make_superuser()
    store_enrolment(begin_enrolment(root))
    Revocation.objects.create(token_sealed=seal("token"), due_at=timezone.now())
    settings.ENCRYPTION_KEYS = [new_key()]
    kept = AuthenticatorApp.objects.create(user=make_user("staff"), secret_sealed=seal("00"))
    with pytest.raises(ImproperlyConfigured):
        require_working_keys()
    out = StringIO()
    call_command("reseal", "--give-up-lost", stdout=out)
    assert out.getvalue() == "3 given up: what no key of ENCRYPTION_KEYS opens.\n"
    require_working_keys()
    with pytest.raises(AccessEnded):
        access_token(sealed_credentials[0].user, "spotify")
    assert Revocation.objects.get().token_sealed == ""
    assert is_second_factor_needed(root)
    assert verify_code(root, "000000") is None
    assert AuthenticatorApp.objects.get(pk=kept.pk).secret_sealed == kept.secret_sealed
