"""When everybody is refused at once, it is the vendor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Credential
from accounts.token_refresh import access_token, refused_by_outage
from problems.kinds import Reconnect, TryLater
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db
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
    doubt(credential, timedelta(hours=1))
    with pytest.raises(TryLater):
        access_token(credential.user, "spotify")
    assert Credential.objects.get(pk=credential.pk).state == Credential.State.UNCONFIRMED
    doubt(credential, timedelta(days=1, minutes=1))
    with pytest.raises(Reconnect):
        access_token(credential.user, "spotify")


def doubt(credential: Credential, ago: timedelta) -> None:
    now = timezone.now()
    Credential.objects.filter(pk=credential.pk).update(
        expires_at=now, state=Credential.State.UNCONFIRMED, unconfirmed_since=now - ago
    )
