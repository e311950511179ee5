"""Seals, and keys that change."""

import pytest
from cryptography.fernet import Fernet

from accounts.models import AuthenticatorApp
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import is_under_newest_key, reseal, reseal_all, seal, sealed_models, unseal
from accounts.second_factor import begin_enrolment, store_enrolment
from tests.support.cast import make_superuser
from tests.support.problems import text_of


@pytest.fixture
def keys():
    return [Fernet.generate_key().decode() for _ in range(3)]


def test_a_sealed_text_is_unreadable_and_can_be_unsealed():
    sealed = seal("a-token")
    assert "a-token" not in sealed
    assert unseal(sealed) == "a-token"


def test_the_same_text_is_never_sealed_alike():
    assert len({seal("token") for _ in range(20)}) == 20


def test_an_older_key_still_opens_and_the_newest_seals(settings, keys):
    settings.ENCRYPTION_KEYS = keys[:1]
    old = seal("a-token")
    settings.ENCRYPTION_KEYS = [keys[1], keys[0]]
    assert unseal(old) == "a-token"
    assert not is_under_newest_key(old)
    assert is_under_newest_key(seal("a-token"))


def test_reseal_changes_a_text_once(settings, keys):
    settings.ENCRYPTION_KEYS = keys[:1]
    old = seal("a-token")
    settings.ENCRYPTION_KEYS = [keys[1], keys[0]]
    new = reseal(old)
    assert is_under_newest_key(new)
    assert reseal(new) == new
    assert unseal(new) == "a-token"


def test_a_wrong_key_names_the_setting(settings, keys):
    settings.ENCRYPTION_KEYS = keys[:1]
    sealed = seal("a-token")
    settings.ENCRYPTION_KEYS = keys[1:]
    with pytest.raises(KeyDoesNotOpen) as problem:
        unseal(sealed)
    assert "ENCRYPTION_KEYS" in text_of(problem.value)


@pytest.mark.django_db
def test_every_secret_of_the_database_comes_under_the_newest_key(settings, keys):
    """Also one that a model of another package has: each field that is called sealed is found by its name."""
    assert {(model._meta.label, *names) for model, names in sealed_models()} == {
        ("accounts.Credential", "access_sealed", "refresh_sealed"),
        ("accounts.Revocation", "token_sealed"),
        ("accounts.AuthenticatorApp", "secret_sealed"),
        ("notifications.Webhook", "secret_sealed"),
    }
    settings.ENCRYPTION_KEYS = keys[:1]
    enrolment = begin_enrolment(make_superuser())
    store_enrolment(enrolment)
    settings.ENCRYPTION_KEYS = [keys[1], keys[0]]
    assert reseal_all().resealed == 1
    settings.ENCRYPTION_KEYS = keys[1:2]
    assert unseal(AuthenticatorApp.objects.get().secret_sealed) == enrolment.secret.hex()
