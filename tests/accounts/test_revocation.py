"""A permission that Google has not taken back is not called taken back: it is asked for again, for a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.utils import timezone

from accounts import revocation, tasks
from accounts.deletion import delete_account, disconnect_google
from accounts.models import Credential, Revocation, User
from accounts.sealing import is_under_newest_key, reseal_all, seal, unseal
from tests.support.cast import make_user, make_users
from tests.support.oauth_browser import connect_google

pytestmark = pytest.mark.django_db

DOWN = {"status": 503}


def make_revocation(user: User | None, *, token: str = "made-up", **fields: object) -> Revocation:
    defaults = {"token_sealed": seal(token), "due_at": timezone.now()}
    return Revocation.objects.create(user=user, **(defaults | fields))


@pytest.fixture
def ada(sandbox, signed_in) -> User:
    connect_google(signed_in, "ada")
    return User.objects.get()


@pytest.fixture
def google(sandbox):
    return sandbox.world.google.grants


@pytest.mark.parametrize("effect", [DOWN, {"status": 429}, {"status": 400}, {"drop": "before"}])
def test_after_anything_but_a_success_the_sealed_token_is_kept(sandbox, ada, google, effect):
    token = unseal(Credential.objects.get(provider="google").refresh_sealed)
    sandbox.world.faults.add("google-token", "revoke", effect)
    assert not disconnect_google(ada)
    assert not Credential.objects.filter(provider="google").exists()
    kept = Revocation.objects.get()
    assert (unseal(kept.token_sealed), kept.user, kept.attempts) == (token, ada, 1)
    assert token not in kept.token_sealed
    assert google.refresh
    with time_machine.travel(kept.due_at):
        tasks.revoke_due()
    assert not Revocation.objects.exists()
    assert not google.refresh


def test_a_token_that_google_knows_no_more_is_done(sandbox, ada, google):
    google.refresh.clear()
    google.access.clear()
    assert disconnect_google(ada)
    assert not Revocation.objects.exists()


@pytest.mark.slow
def test_it_is_asked_for_ever_less_often_for_a_day_and_then_given_up(sandbox, ada, caplog):
    sandbox.world.faults.add("google-token", "revoke", DOWN, times=0)
    disconnect_google(ada)
    first = Revocation.objects.get()
    waits, before = [], timezone.now()
    while (row := Revocation.objects.get()).token_sealed:
        waits.append(round((row.due_at - before) / timedelta(minutes=1)))
        before = row.due_at
        with time_machine.travel(before):
            tasks.revoke_due()
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert timedelta(days=1) <= before - first.created_at < timedelta(days=1, hours=2)
    assert sandbox.world.count("google-token", "revoke") == row.attempts == len(waits) + 1
    assert f"revocation {row.pk} is given up (Google has given no answer for a day)" in caplog.text


def test_the_operator_reads_what_is_given_up_of_somebody_who_has_left(sandbox, caplog):
    old = timezone.now() - revocation.GIVE_UP_AFTER
    row = make_revocation(None, created_at=old)
    sandbox.world.faults.add("google-token", "revoke", DOWN)
    tasks.revoke_due()
    assert f"revocation {row.pk} is given up" in caplog.text
    assert "only somebody who has left can do it, at Google" in caplog.text
    assert not Revocation.objects.exists()


def test_who_leaves_reads_what_to_do_should_google_not_answer(sandbox, signed_in, ada):
    sandbox.world.faults.add("google-token", "revoke", DOWN)
    page = signed_in.site.post("/leave/", follow=True).content.decode()
    assert (
        "if Google does not answer within it, your permission stays until you remove this site yourself"
        in page
    )
    assert "https://myaccount.google.com/connections" in page


def test_the_settings_say_what_is_not_taken_back_and_where_to_do_it(sandbox, signed_in, ada):
    sandbox.world.faults.add("google-token", "revoke", DOWN)
    page = signed_in.site.post("/settings/disconnect-google/", follow=True).content.decode()
    assert "Google has not confirmed yet" in page
    assert "Google is disconnected" not in page
    assert 'href="https://myaccount.google.com/connections"' in page
    Revocation.objects.update(token_sealed="")
    page = signed_in.site.get("/settings/").content.decode()
    assert "Google did not take your former permission back" in page
    assert "We go on asking" not in page


def test_what_was_given_up_is_said_for_a_month_and_not_kept_for_who_has_left():
    ada, ben = make_users(2)
    old = timezone.now() - timedelta(days=31)
    shown = make_revocation(ada, token_sealed="")
    make_revocation(ben, token_sealed="", created_at=old)
    make_revocation(None, token_sealed="")
    tasks.revoke_due()
    assert [*Revocation.objects.all()] == [shown]


def test_of_who_has_left_nothing_but_the_sealed_token_is_kept(sandbox, ada, google):
    account = Credential.objects.get(provider="google").account
    sandbox.world.faults.add("google-token", "revoke", DOWN)
    assert not delete_account(ada)
    kept = Revocation.objects.get()
    assert kept.user is None
    assert account not in f"{kept.account_hash} {kept.token_sealed} {kept}"
    with time_machine.travel(kept.due_at):
        tasks.revoke_due()
    assert not Revocation.objects.exists()
    assert not google.refresh


def test_connecting_the_same_account_again_ends_what_would_end_the_new_permission(
    sandbox, signed_in, ada, google
):
    sandbox.world.faults.add("google-token", "revoke", DOWN)
    disconnect_google(ada)
    other = make_revocation(make_user("ben"), account_hash="of another account")
    connect_google(signed_in, "ada")
    assert [*Revocation.objects.all()] == [other]
    assert google.refresh


def test_accounts_without_a_name_are_not_taken_for_one():
    kept = make_revocation(make_user("ben"))
    revocation.forget_revocations("")
    assert [*Revocation.objects.all()] == [kept]


def test_two_processes_do_not_ask_for_the_same(sandbox):
    row = make_revocation(make_user("ben"))
    assert revocation.revoke([row])
    assert not revocation.revoke([row])
    assert sandbox.world.count("google-token", "revoke") == 1


def test_some_are_asked_for_in_a_minute(sandbox):
    for user in make_users(revocation.BATCH + 1):
        make_revocation(user)
    tasks.revoke_due()
    assert Revocation.objects.count() == 1


def test_a_token_that_no_key_opens_is_given_up_at_once(sandbox, settings):
    row = make_revocation(make_user("ben"))
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert not revocation.revoke([row])
    assert Revocation.objects.get().token_sealed == ""
    assert sandbox.world.count("google-token", "revoke") == 0


def test_tokens_to_revoke_follow_a_change_of_keys(settings):
    make_revocation(make_user("ben"), token="a token")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    assert (reseal_all().resealed, reseal_all().already) == (1, 1)
    sealed = Revocation.objects.get().token_sealed
    assert is_under_newest_key(sealed)
    assert unseal(sealed) == "a token"
