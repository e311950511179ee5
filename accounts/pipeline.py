"""This site's steps between a vendor's answer and a person who is signed in; the order is in the settings.

social-auth calls each step with all that is known so far and merges what it returns. Its own row (`UserSocialAuth`)
stays token-free: there is no step that loads extra data.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from social_core.exceptions import AuthAssociationError, AuthPolicyError
from social_django.models import UserSocialAuth

from accounts.backends import client_network
from accounts.credentials import store_consent
from accounts.deletion import disconnect_google
from accounts.identities import SpotifyIdentity, clean_name, create_user, find_user, update_identity
from accounts.models import User
from accounts.problems import AnotherSpotifyAccount, NoLastingPermission, ScopesNotGranted
from accounts.rate_limits import count_profile, person_key
from accounts.sessions import rotate_session
from accounts.signals import reconnected
from providers.spotify.page_budget import count_for_person
from providers.token_endpoint.records import parse_grant

Step = dict[str, Any]


def limit_sign_ins(backend: Any, response: Step, user: User | None = None, **_: Any) -> None:
    """Counts the sign-in for the person whom Spotify's answer is about. Raises `PersonSignInLimitUsedUp`."""
    identity = SpotifyIdentity.parse(response)
    known = find_user(identity) or user or User()
    person = User(
        pk=known.pk,
        spotify_account_id=identity.account_id or known.spotify_account_id,
        spotify_id=identity.spotify_id,
    )
    count_for_person(backend.app.client_id, person_key(person))
    count_profile(person, client_network(backend.strategy.request))


def check_scopes(backend: Any, response: Step, **_: Any) -> Step:
    """Parses the grant before any person is created or changed. Raises `ScopesNotGranted`."""
    app = backend.app
    grant = parse_grant(response, requested=frozenset(backend.get_scope()), now=timezone.now())
    # Boxes can be left unticked on the vendor's page, and the answer is a success all the same.
    if not app.required_scopes <= grant.scopes:
        raise ScopesNotGranted(vendor=app.vendor)
    return {"grant": grant}


def find_person(backend: Any, response: Step, user: User | None = None, **_: Any) -> Step:
    """Finds the person who signs in; `user` is the one who is signed in already.

    Raises `AuthAssociationError` or `AnotherSpotifyAccount` for another person than `user`, `AuthPolicyError` for a
    person whom the operator has switched off.
    """
    identity = SpotifyIdentity.parse(response)
    found = find_user(identity)
    if user and found and found != user:
        raise AuthAssociationError(backend, code="identity_in_use", stage="pipeline")
    if user and not found and (user.spotify_id or user.spotify_account_id):
        raise AnotherSpotifyAccount(user=str(user))
    person = found or user
    if person and not person.is_active:
        raise AuthPolicyError(backend, code="authentication_disallowed", stage="pipeline")
    if person:
        update_identity(person, identity)
    return {"user": person, "identity": identity, "is_new": person is None}


def create_person(backend: Any, identity: SpotifyIdentity, user: User | None = None, **known: Any) -> Step:
    """Creates the person at their first sign-in. Raises `NoLastingPermission`."""
    # Checked before there is a person, who could do nothing here.
    if not user and not known["grant"].refresh:
        raise NoLastingPermission(vendor=backend.app.vendor)
    person = user or _create(identity)
    # social-auth's row is named after our own key: Spotify's ids of a person may change.
    return {"user": person, "uid": str(person.pk), "social": _social_row(backend, person)}


def _create(identity: SpotifyIdentity) -> User:
    try:
        return create_user(identity)
    except IntegrityError:
        if person := find_user(identity):
            return person  # two tabs at once: the other one was first
        raise


def check_google_account(backend: Any, uid: str, user: User, **_: Any) -> Step:
    """Raises `AuthAssociationError` for a Google account that serves another person: revoking would end it for both."""
    if UserSocialAuth.objects.filter(provider=backend.name, uid=uid).exclude(user=user).exists():
        raise AuthAssociationError(backend, code="identity_in_use", stage="pipeline")
    return {"social": _social_row(backend, user)}


def store_google_account(uid: str, social: UserSocialAuth | None = None, **_: Any) -> Step:
    """The same person may connect another Google account than before."""
    if social and social.uid != uid:
        social.uid = uid
        social.save(update_fields=["uid"])
    return {"social": social}


def store_tokens(backend: Any, response: Step, user: User, **known: Any) -> None:
    """Seals what was granted, and sends `reconnected`. Raises `NoLastingPermission`."""
    app = backend.app
    account = response.get("email") or response.get("id") or response.get("account_id") or response.get("sub")
    store_consent(user, app.vendor, known["grant"], client_id=app.client_id, account=clean_name(account))
    reconnected.send(sender=User, user=user, provider=app.vendor)


def renew_session(strategy: Any, **_: Any) -> None:
    """Gives the session another key: with a new connection more can be done in it than before."""
    rotate_session(strategy.request)


def disconnect(user: User, **_: Any) -> Step:
    """Disconnects Google. Spotify is how a person signs in: that ends with the account only."""
    disconnect_google(user)
    return {}


def _social_row(backend: Any, user: User) -> UserSocialAuth | None:
    return UserSocialAuth.objects.filter(provider=backend.name, user=user).first()
