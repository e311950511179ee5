"""Whom a command is about."""

from __future__ import annotations

from django.conf import settings
from django.core.management import CommandError
from django.urls import reverse

from accounts.models import User


def named_user(name: str) -> User:
    """Returns a person by user name, Spotify id or primary key. Raises `CommandError`."""
    for field in ("username", "spotify_id", "spotify_account_id", *(("pk",) if name.isdecimal() else ())):
        user = User.objects.filter(**{field: name}).first()
        if user is not None:
            return user
    all_people = settings.SITE_URL + reverse("admin:accounts_user_changelist")
    raise CommandError(f"There is nobody called {name!r} here. The admin lists everybody: {all_people}")
