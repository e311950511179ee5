"""Fresh access tokens, against the sandbox's token endpoints."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.models import Credential, User
from accounts.sealing import unseal
from accounts.token_refresh import access_token, refused_by_outage
from problems.kinds import AskOperator, Reconnect, TryLater
from tests.support.cast import make_user
from tests.support.oauth_browser import connect_google
from tests.support.problems import text_of

pytestmark = pytest.mark.django_db


def refreshes(sandbox) -> int:
    return sandbox.world.count("spotify-accounts", "token")


def run_out(credential: Credential) -> Credential:
    Credential.objects.filter(pk=credential.pk).update(expires_at=timezone.now() + timedelta(seconds=60))
    return again(credential)


def again(credential: Credential) -> Credential:
    return Credential.objects.get(pk=credential.pk)


def opens_the_library(sandbox, token: str) -> bool:
    return token in sandbox.world.spotify.grants.access


def test_a_token_with_time_left_takes_no_request(sandbox, connect):
    credential = connect("ada")
    assert access_token(credential.user, "spotify") == unseal(credential.access_sealed)
    assert refreshes(sandbox) == 0


def test_a_token_that_ends_within_the_minute_is_refreshed_first(sandbox, connect):
    credential = run_out(connect("ada"))
    token = access_token(credential.user, "spotify")
    assert opens_the_library(sandbox, token)
    assert token != unseal(credential.access_sealed)
    assert access_token(credential.user, "spotify") == token
    assert refreshes(sandbox) == 1


def test_force_refreshes_a_token_that_has_not_expired(sandbox, connect):
    credential = connect("ada")
    assert access_token(credential.user, "spotify", force=True) != unseal(credential.access_sealed)
    assert refreshes(sandbox) == 1


@pytest.mark.parametrize("rotate", ["never", "null"])
def test_the_old_refresh_token_is_kept_when_no_new_one_comes(sandbox, connect, rotate):
    sandbox.world.spotify.grants.rotate = rotate
    credential = run_out(connect("ada"))
    access_token(credential.user, "spotify")
    assert again(credential).refresh_sealed == credential.refresh_sealed


def test_a_new_refresh_token_replaces_the_old_one(sandbox, connect):
    sandbox.world.spotify.grants.rotate = "always"
    credential = run_out(connect("ada"))
    access_token(credential.user, "spotify")
    run_out(credential)
    assert opens_the_library(sandbox, access_token(credential.user, "spotify"))


def test_a_refresh_does_not_extend_the_consent(sandbox, connect):
    credential = run_out(connect("ada"))
    access_token(credential.user, "spotify")
    assert again(credential).authorized_at == credential.authorized_at
    assert again(credential).refreshed_at > credential.refreshed_at


@pytest.mark.parametrize(
    "effect",
    [
        {"status": 500, "body": '{"error":"server_error"}', "content_type": "application/json"},
        {"status": 503, "body": "upstream connect error", "content_type": "text/plain"},
        {"html": True, "status": 502},
        {"html": True, "status": 200},
        {
            "status": 429,
            "body": '{"error":"rate"}',
            "content_type": "application/json",
            "headers": {"Retry-After": "120"},
        },
        {"drop": "before"},
        {"drop": "after"},
        {"cut": 20},
    ],
)
def test_after_a_failure_at_the_vendor_the_refresh_is_tried_again(sandbox, connect, effect):
    credential = run_out(connect("ada"))
    sandbox.world.faults.add("spotify-accounts", "token", effect)
    with pytest.raises(TryLater) as problem:
        access_token(credential.user, "spotify")
    assert problem.value.when > timezone.now() + timedelta(seconds=50)
    assert again(credential).state == Credential.State.ACTIVE
    assert opens_the_library(sandbox, access_token(credential.user, "spotify"))


def test_an_unreachable_token_endpoint_is_tried_again(settings, connect):
    credential = run_out(connect("ada"))
    settings.SPOTIFY_ACCOUNTS_URL = "http://127.0.0.1:9"
    with pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    assert again(credential).refreshing_until is None


def test_invalid_grant_ends_the_permission_when_repeated_after_fifteen_minutes(sandbox, connect):
    credential = run_out(connect("ada"))
    sandbox.world.spotify.grants.revoke("ada")
    with pytest.raises(TryLater) as problem:
        access_token(credential.user, "spotify")
    assert problem.value.when >= timezone.now() + timedelta(minutes=14)
    assert again(credential).state == Credential.State.UNCONFIRMED
    with time_machine.travel(timezone.now() + timedelta(minutes=14)), pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        with pytest.raises(Reconnect) as over:
            access_token(credential.user, "spotify")
        assert over.value.vendor == "spotify"
    ended = again(credential)
    assert (ended.state, ended.access_sealed, ended.refresh_sealed) == (Credential.State.ENDED, "", "")


def test_an_ended_permission_takes_no_request(sandbox, connect):
    credential = connect("ada")
    Credential.objects.filter(pk=credential.pk).update(state=Credential.State.ENDED)
    for force in (False, True):
        with pytest.raises(Reconnect):
            access_token(credential.user, "spotify", force=force)
    assert refreshes(sandbox) == 0


def test_a_token_after_invalid_grant_makes_the_permission_active_again(sandbox, connect):
    credential = run_out(connect("ada"))
    hiccup = {"status": 400, "body": '{"error":"invalid_grant"}', "content_type": "application/json"}
    sandbox.world.faults.add("spotify-accounts", "token", hiccup)
    with pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    access_token(credential.user, "spotify")
    well = again(credential)
    assert (well.state, well.unconfirmed_since, well.refused_at) == (Credential.State.ACTIVE, None, None)


def test_an_expired_consent_has_a_text_of_its_own(sandbox, connect):
    credential = run_out(connect("ada"))
    long_ago = timezone.now() - timedelta(days=190)
    Credential.objects.filter(pk=credential.pk).update(
        authorized_at=long_ago,
        unconfirmed_since=timezone.now() - timedelta(minutes=20),
        refused_at=timezone.now() - timedelta(minutes=20),
    )
    sandbox.world.spotify.grants.age("ada", 190)
    with pytest.raises(Reconnect) as problem:
        access_token(credential.user, "spotify")
    assert "six months" in text_of(problem.value)


def test_an_invalid_client_is_the_operators_problem(sandbox, connect, settings):
    settings.SPOTIFY_CLIENT_SECRET = "wrong"
    credential = run_out(connect("ada"))
    with pytest.raises(AskOperator) as problem:
        access_token(credential.user, "spotify")
    assert "SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET" in text_of(problem.value)
    assert "invalid_client" in text_of(problem.value)
    assert again(credential).state == Credential.State.ACTIVE


def refuse(sandbox, error: str) -> None:
    answer = {"status": 400, "body": json.dumps({"error": error}), "content_type": "application/json"}
    sandbox.world.faults.add("spotify-accounts", "token", answer, times=0)


def test_unknown_words_are_the_operators_after_a_quarter_of_an_hour(sandbox, connect):
    credential = run_out(connect("ada"))
    refuse(sandbox, "made_up_tomorrow")
    for minutes in (0, 14):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)), pytest.raises(TryLater):
            access_token(credential.user, "spotify")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(AskOperator) as problem:
        access_token(credential.user, "spotify")
    assert "made_up_tomorrow" in text_of(problem.value)
    sandbox.world.faults.clear()
    assert access_token(credential.user, "spotify")
    assert again(credential).state == Credential.State.ACTIVE


def test_an_invalid_grant_after_unknown_words_is_confirmed_like_any(sandbox, connect):
    credential = run_out(connect("ada"))
    refuse(sandbox, "made_up_tomorrow")
    with pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    sandbox.world.faults.clear()
    refuse(sandbox, "invalid_grant")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    assert again(credential).state == Credential.State.UNCONFIRMED


def test_an_account_that_forbids_access_keeps_its_tokens(sandbox, connect):
    credential = run_out(connect("ada"))
    refuse(sandbox, "admin_policy_enforced")
    with pytest.raises(Reconnect) as problem:
        access_token(credential.user, "spotify")
    assert "its administrator" in text_of(problem.value)
    assert (again(credential).state, bool(again(credential).refresh_sealed)) == (
        Credential.State.ACTIVE,
        True,
    )


def test_a_permission_of_another_app_has_to_be_given_again(sandbox, connect, settings):
    credential = run_out(connect("ada"))
    settings.SPOTIFY_CLIENT_ID = "another-app"
    with pytest.raises(Reconnect) as problem:
        access_token(credential.user, "spotify")
    assert problem.value.code == "app_changed"
    assert refreshes(sandbox) == 0


def test_a_person_without_a_permission_is_asked_to_connect(sandbox):
    user = make_user("new")
    with pytest.raises(Reconnect) as problem:
        access_token(user, "google")
    assert (problem.value.code, problem.value.vendor) == ("not_connected", "google")


def test_a_refresh_does_not_overwrite_a_sign_in_meanwhile(sandbox, connect):
    credential = run_out(connect("ada"))
    newer = timezone.now() + timedelta(seconds=1)
    Credential.objects.filter(pk=credential.pk).update(authorized_at=newer)
    credential.refresh_from_db()
    stale = again(credential)
    stale.authorized_at = newer - timedelta(days=1)
    from accounts.token_refresh import _refresh

    assert _refresh(stale) == unseal(credential.access_sealed)
    assert again(credential).access_sealed == credential.access_sealed


def test_the_claim_of_a_killed_worker_expires(sandbox, connect):
    credential = run_out(connect("ada"))
    lapsed = timezone.now() - timedelta(seconds=1)
    Credential.objects.filter(pk=credential.pk).update(refreshing_until=lapsed)
    assert opens_the_library(sandbox, access_token(credential.user, "spotify"))


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_held_over_http(sandbox, connect):
    credential = run_out(connect("ada"))
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        access_token(credential.user, "spotify")
    assert refreshes(sandbox) == 0


# Google


def test_a_refresh_at_google_keeps_the_refresh_token(sandbox, signed_in):
    connect_google(signed_in, "ada")
    user = User.objects.get()
    before = user.credentials.get(provider="google")
    token = access_token(user, "google", force=True)
    assert token in sandbox.world.google.grants.access
    assert token != unseal(before.access_sealed)
    assert user.credentials.get(provider="google").refresh_sealed == before.refresh_sealed


def test_a_permission_revoked_at_google_is_unconfirmed_first_and_then_ended(sandbox, signed_in):
    connect_google(signed_in, "ada")
    user = User.objects.get()
    sandbox.world.google.revoke("ada")
    with pytest.raises(TryLater):
        access_token(user, "google", force=True)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(Reconnect) as over:
        access_token(user, "google", force=True)
    assert over.value.vendor == "google"


# An outage of the vendor

CLIENT = "sandbox-spotify-client"


def people(count: int, *, prefix: str, **more: object) -> None:
    now = timezone.now()
    for number in range(count):
        user = make_user(f"{prefix}{number}")
        row = {"expires_at": now, "authorized_at": now, **more}
        Credential.objects.create(user=user, provider="spotify", client_id=CLIENT, **row)


def outage() -> bool:
    return refused_by_outage("spotify", CLIENT, timezone.now())


def test_three_people_and_a_fifth_refused_within_a_quarter_of_an_hour_is_an_outage():
    people(3, prefix="refused", refused_at=timezone.now())
    people(12, prefix="well", refreshed_at=timezone.now())
    assert outage()


def test_two_refused_people_are_no_outage():
    people(2, prefix="refused", refused_at=timezone.now())
    assert not outage()


def test_less_than_a_fifth_refused_is_no_outage():
    people(3, prefix="refused", refused_at=timezone.now())
    people(13, prefix="well", refreshed_at=timezone.now())
    assert not outage()


def test_older_refusals_do_not_count():
    people(3, prefix="refused", refused_at=timezone.now() - timedelta(minutes=16))
    assert not outage()


def test_people_with_an_expired_consent_do_not_count():
    old = timezone.now() - timedelta(days=184)
    people(5, prefix="refused", refused_at=timezone.now(), authorized_at=old)
    assert not outage()


def test_no_one_is_disconnected_in_an_outage_of_less_than_a_day(sandbox, connect):
    credential = connect("ada")
    people(3, prefix="refused", refused_at=timezone.now())
    sandbox.world.spotify.grants.revoke("ada")
    refuse_since(credential, timedelta(hours=1))
    with pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    assert Credential.objects.get(pk=credential.pk).state == Credential.State.UNCONFIRMED
    refuse_since(credential, timedelta(days=1, minutes=1))
    with pytest.raises(Reconnect):
        access_token(credential.user, "spotify")


def refuse_since(credential: Credential, ago: timedelta) -> None:
    now = timezone.now()
    Credential.objects.filter(pk=credential.pk).update(
        expires_at=now,
        state=Credential.State.UNCONFIRMED,
        unconfirmed_since=now - ago,
        refused_at=now - ago,
    )
