"""A key is readable everywhere before anything is sealed with it; the wrong order is refused where it can be seen."""

from __future__ import annotations

import pytest
from celery import current_app
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from kombu.exceptions import OperationalError

from accounts.checks import require_working_keys
from accounts.key_rollout import key_fingerprint, key_fingerprints, workers_without_first_key
from accounts.models import Credential, SealingKey
from accounts.sealing import is_under_newest_key, unseal
from accounts.second_factor import begin_enrolment, store_enrolment
from tests.accounts.conftest import new_key
from tests.support.cast import make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch, settings) -> dict[str, list[str]]:
    """What running workers answer: their keys' fingerprints by their names."""
    answers: dict[str, list[str]] = {}
    settings.REDIS_URL = "redis://nobody"
    monkeypatch.setattr(
        current_app.control, "broadcast", lambda *_, **__: [{name: keys} for name, keys in answers.items()]
    )
    return answers


@pytest.fixture
def old(settings, sealed_credentials: list[Credential]) -> str:
    """The key that everything is under, with which the site has been started."""
    require_working_keys()
    return settings.ENCRYPTION_KEYS[0]


def test_a_key_is_changed_in_three_steps(settings, old: str, sealed_credentials: list[Credential]) -> None:
    new = new_key()
    for keys in ([old, new], [new, old]):
        settings.ENCRYPTION_KEYS = keys
        require_working_keys()
    call_command("reseal", verbosity=0)
    settings.ENCRYPTION_KEYS = [new]
    require_working_keys()
    assert unseal(Credential.objects.get(pk=sealed_credentials[0].pk).refresh_sealed) == "refresh"


def test_a_new_key_in_front_is_refused_at_the_start_and_by_the_check(settings, old: str) -> None:
    settings.ENCRYPTION_KEYS = [new_key(), old]
    with pytest.raises(ImproperlyConfigured, match="The first of ENCRYPTION_KEYS is new"):
        require_working_keys()
    with pytest.raises(SystemCheckError, match=r"accounts\.E002"):
        call_command("check", databases=["default"])


def test_nothing_is_sealed_again_under_a_key_that_nobody_else_has(
    settings, old: str, sealed_credentials: list[Credential]
) -> None:
    settings.ENCRYPTION_KEYS = [new_key(), old]
    with pytest.raises(CommandError, match="Put it last"):
        call_command("reseal")
    assert not is_under_newest_key(Credential.objects.get(pk=sealed_credentials[0].pk).access_sealed)


def test_a_refused_start_does_not_make_the_next_one_pass(settings, old: str) -> None:
    settings.ENCRYPTION_KEYS = [new_key(), old]
    for _ in range(2):
        with pytest.raises(ImproperlyConfigured):
            require_working_keys()


def test_a_worker_that_was_not_restarted_is_named(settings, old: str, workers: dict[str, list[str]]) -> None:
    new = new_key()
    settings.ENCRYPTION_KEYS = [old, new]
    require_working_keys()
    workers["celery@first"] = key_fingerprints()
    workers["celery@second"] = [key_fingerprint(old)]
    settings.ENCRYPTION_KEYS = [new, old]
    for act, kind in (
        (require_working_keys, ImproperlyConfigured),
        (lambda: call_command("reseal"), CommandError),
    ):
        with pytest.raises(kind, match=r"without the first of ENCRYPTION_KEYS.*: celery@second\."):
            act()
    workers["celery@second"] = [key_fingerprint(old), key_fingerprint(new)]
    require_working_keys()
    call_command("reseal", verbosity=0)


def test_workers_are_not_asked_once_the_first_key_is_in_use(
    old: str, workers: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_app.control, "broadcast", lambda *_, **__: pytest.fail("asked"))
    require_working_keys()


def test_redis_that_is_away_stops_no_start(old: str, workers, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app.control, "broadcast", refuse)
    assert workers_without_first_key() == []


def test_a_site_without_tokens_takes_any_key(settings, db) -> None:
    for _ in range(2):
        settings.ENCRYPTION_KEYS = [new_key()]
        require_working_keys()
    assert SealingKey.objects.count() == 2


def test_a_second_factor_alone_is_something_that_a_key_opens(settings, db) -> None:
    require_working_keys()
    store_enrolment(begin_enrolment(make_superuser()))
    settings.ENCRYPTION_KEYS = [new_key(), *settings.ENCRYPTION_KEYS]
    with pytest.raises(ImproperlyConfigured):
        require_working_keys()


def test_a_site_that_is_updated_in_the_middle_of_a_change_starts(settings, sealed_credentials) -> None:
    assert not SealingKey.objects.exists()
    settings.ENCRYPTION_KEYS.insert(0, new_key())
    require_working_keys()


def test_a_process_without_keys_checks_and_remembers_none(settings, old: str) -> None:
    settings.ENCRYPTION_KEYS = []
    require_working_keys()
    call_command("check", databases=["default"])
    assert SealingKey.objects.count() == 1


def test_a_fingerprint_tells_nothing_of_the_key(old: str) -> None:
    kept = SealingKey.objects.get().fingerprint
    assert kept == key_fingerprint(old)
    assert old not in kept
    assert not {old[n : n + 8] for n in range(len(old) - 8)} & {kept[n : n + 8] for n in range(56)}
