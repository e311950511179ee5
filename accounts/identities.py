"""Finds a person by Spotify's `account_id` and `id`: either finds them, and both are stored.

`account_id` never changes and decides; an `id` can pass to another person. With Ada stored as (A, "ada"):

    A, "ada-new"    Ada, whose id has changed
    -, "ada"        Ada, in an answer without an account id
    B, "ada"        another person, to whom Ada's former id has passed

https://developer.spotify.com/documentation/web-api/references/changes/may-2026
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.problems import TwoAccountsOfOnePerson
from providers.text import storable_part


@dataclass(frozen=True, slots=True)
class SpotifyIdentity:
    """Of `account_id` and `spotify_id` one may be None, not both."""

    account_id: str | None
    spotify_id: str | None
    display_name: str

    @classmethod
    def parse(cls, profile: dict[str, Any]) -> SpotifyIdentity:
        """Returns the identity in an answer of `/v1/me`."""
        values = (clean_name(profile.get(key)) for key in ("account_id", "id", "display_name"))
        account_id, spotify_id, display_name = values
        return cls(account_id or None, spotify_id or None, display_name)


def find_user(identity: SpotifyIdentity) -> User | None:
    """Returns the person with this identity, None for a new one. Raises `TwoAccountsOfOnePerson` for two."""
    by_account = _find_by(spotify_account_id=identity.account_id)
    by_id = _find_by(spotify_id=identity.spotify_id)
    if by_id and by_id.spotify_account_id not in {None, identity.account_id} and identity.account_id:
        by_id = None  # the id has passed to another account: not the same person
    if by_account and by_id and by_account != by_id:
        raise TwoAccountsOfOnePerson
    return by_account or by_id


@transaction.atomic
def update_identity(user: User, identity: SpotifyIdentity) -> None:
    """Stores the person's names at Spotify of today; an id that another person had before is taken from them."""
    user.spotify_account_id = identity.account_id or user.spotify_account_id
    user.spotify_id = identity.spotify_id or user.spotify_id
    user.display_name = identity.display_name or user.display_name
    if identity.account_id:
        # `spotify_id` is unique: the row of its former owner would refuse this one.
        others = User.objects.filter(spotify_id=identity.spotify_id, spotify_account_id__isnull=False)
        others.exclude(spotify_account_id=identity.account_id).update(spotify_id=None)
    user.save(update_fields=["spotify_account_id", "spotify_id", "display_name"])


@transaction.atomic
def create_user(identity: SpotifyIdentity) -> User:
    """Creates a person without a password."""
    user = User(username=_free_username(identity.spotify_id or identity.account_id or ""))
    user.set_unusable_password()
    user.save()
    update_identity(user, identity)
    return user


def _find_by(**fields: str | None) -> User | None:
    return User.objects.filter(**fields).first() if all(fields.values()) else None


def _free_username(preferred: str) -> str:
    # An admin made by hand may have the name already.
    preferred, number, name = preferred[:140], 1, preferred[:140]
    while User.objects.filter(username=name).exists():
        number += 1
        name = f"{preferred}-{number}"
    return name


def clean_name(value: object) -> str:
    """Returns what the database accepts of a string as a name: 200 characters of what it can store."""
    return storable_part(value).strip()[:200]
