"""Knows a person by Spotify's `account_id` and by `id`: either finds them, and both are stored.

`account_id` never changes and decides; an `id` can pass to somebody else.
https://developer.spotify.com/documentation/web-api/references/changes/may-2026
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from problems.kinds import AskOperator


@dataclass(frozen=True, slots=True)
class SpotifyIdentity:
    """Of `account_id` and `spotify_id` one may be None, not both."""

    account_id: str | None
    spotify_id: str | None
    display_name: str

    @classmethod
    def read(cls, profile: dict[str, Any]) -> SpotifyIdentity:
        names = (clean(profile.get(key)) for key in ("account_id", "id", "display_name"))
        account_id, spotify_id, display_name = names
        return cls(account_id or None, spotify_id or None, display_name)


def find(identity: SpotifyIdentity) -> User | None:
    """The person of this identity. Raises `AskOperator` when it is two people of ours."""
    by_account = _one(spotify_account_id=identity.account_id)
    by_id = _one(spotify_id=identity.spotify_id)
    if by_id and by_id.spotify_account_id not in {None, identity.account_id} and identity.account_id:
        by_id = None  # the id has passed to another account: not the same person
    if by_account and by_id and by_account != by_id:
        raise AskOperator(
            "two_accounts_of_one_person",
            "Two accounts here belong to your one Spotify account. The operator has to remove one of them;"
            " nothing was changed.",
        )
    return by_account or by_id


@transaction.atomic
def remember(user: User, identity: SpotifyIdentity) -> None:
    """Stores what Spotify calls the person now; an id that was somebody else's is taken from them."""
    user.spotify_account_id = identity.account_id or user.spotify_account_id
    user.spotify_id = identity.spotify_id or user.spotify_id
    user.display_name = identity.display_name or user.display_name
    if identity.account_id:
        others = User.objects.filter(spotify_id=identity.spotify_id, spotify_account_id__isnull=False)
        others.exclude(spotify_account_id=identity.account_id).update(spotify_id=None)
    user.save(update_fields=["spotify_account_id", "spotify_id", "display_name"])


@transaction.atomic
def create(identity: SpotifyIdentity) -> User:
    """A new person without a password."""
    user = User(username=_free_username(identity.spotify_id or identity.account_id or ""))
    user.set_unusable_password()
    user.save()
    remember(user, identity)
    return user


def _one(**by: str | None) -> User | None:
    return User.objects.filter(**by).first() if all(by.values()) else None


def _free_username(wanted: str) -> str:
    """Somebody may have taken another one's Spotify id as the name of an admin."""
    wanted, number, name = wanted[:140], 1, wanted[:140]
    while User.objects.filter(username=name).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


def clean(value: object) -> str:
    """What a database takes: no NUL, no half of a surrogate pair, 200 characters."""
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()[:200]
