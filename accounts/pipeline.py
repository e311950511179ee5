"""The steps of our own between a vendor's answer and a person who is signed in.

social-auth calls each with everything known so far and merges what it returns. Its own row
(`UserSocialAuth`) stays token-free: there is no step that loads extra data.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from social_core.exceptions import AuthAssociationError, AuthPolicyError
from social_django.models import UserSocialAuth

from accounts import identities as people
from accounts.credentials import keep_consent, no_lasting_permission
from accounts.deletion import disconnect_google
from accounts.models import User
from accounts.signals import reconnected
from problems.kinds import AskUser
from providers.oauth import read_grant

Step = dict[str, Any]


def check_permission(backend: Any, response: Step, **_: Any) -> Step:
    """Reads the grant before anybody is made or changed: boxes can be left unticked on the vendor's page."""
    at = backend.vendor
    grant = read_grant(response, asked=frozenset(backend.get_scope()), now=timezone.now())
    if not at.needed <= grant.scopes:
        raise AskUser(
            f"{at.key}_permission_not_given",
            f"{at.name} says that you did not allow everything this site needs. Connect {at.name} once more and"
            " leave every box ticked: the site sees only what those boxes say.",
        )
    return {"grant": grant}


def find_person(backend: Any, response: Step, user: User | None = None, **_: Any) -> Step:
    """Who signs in, if we know them. Somebody who is signed in already may only be themselves."""
    identity = people.SpotifyIdentity.read(response)
    found = people.find(identity)
    if user and found and found != user:
        raise AuthAssociationError(backend, code="identity_in_use", stage="pipeline")
    if user and not found and (user.spotify_id or user.spotify_account_id):
        raise AskUser(
            "another_spotify_account",
            f"You are signed in here as {user}, but at Spotify as somebody else. Choose the account of {user}"
            " at Spotify, or sign out here first.",
        )
    person = found or user
    if person and not person.is_active:
        raise AuthPolicyError(backend, code="authentication_disallowed", stage="pipeline")
    if person:
        people.remember(person, identity)
    return {"user": person, "identity": identity, "is_new": person is None}


def create_person(
    backend: Any, identity: people.SpotifyIdentity, user: User | None = None, **known: Any
) -> Step:
    """Makes the person at their first sign-in.

    social-auth's row is named after our own person: what Spotify calls them may change.
    """
    if not user and not known["grant"].refresh:
        raise no_lasting_permission(backend.vendor.key)  # before there is a person who could do nothing here
    person = user or _make(identity)
    return {"user": person, "uid": str(person.pk), "social": _row(backend, person)}


def _make(identity: people.SpotifyIdentity) -> User:
    try:
        return people.create(identity)
    except IntegrityError:
        if person := people.find(identity):
            return person  # two tabs at once: the other one was first
        raise


def check_google_account(backend: Any, uid: str, user: User, **_: Any) -> Step:
    """Raises `AuthAssociationError` for a Google account that serves another person: revoking would end it for both."""
    if UserSocialAuth.objects.filter(provider=backend.name, uid=uid).exclude(user=user).exists():
        raise AuthAssociationError(backend, code="identity_in_use", stage="pipeline")
    return {"social": _row(backend, user)}


def store_google_account(uid: str, social: UserSocialAuth | None = None, **_: Any) -> Step:
    """The same person may connect another Google account than before."""
    if social and social.uid != uid:
        social.uid = uid
        social.save(update_fields=["uid"])
    return {"social": social}


def keep_tokens(backend: Any, response: Step, user: User, **known: Any) -> None:
    """Seals what was granted, and tells who waits for it."""
    at = backend.vendor
    account = response.get("email") or response.get("id") or response.get("account_id") or response.get("sub")
    keep_consent(user, at.key, known["grant"], client_id=at.client_id, account=people.clean(account))
    reconnected.send(sender=User, user=user, provider=at.key)


def disconnect(user: User, **_: Any) -> Step:
    """Google is let go of. Spotify is how a person signs in: that ends with the account only."""
    disconnect_google(user)
    return {}


def _row(backend: Any, user: User) -> UserSocialAuth | None:
    return UserSocialAuth.objects.filter(provider=backend.name, user=user).first()
