"""The store of sessions (`SESSION_ENGINE`): as Django's in the database, and it knows whose a session is.

A cookie holds the key of a session, and the database only its hash: nobody can sign in with a copy of the database.
The owner, the device and when it began lie in the session, from where each save writes them beside it, so that a
person's sessions can be listed and ended.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from math import ceil
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Session, User
from accounts.security_log import SecurityEvent, log_event

# When a session was used is stored no more often than this: a page view costs no query of its own.
USE_NOTED_EVERY = timedelta(minutes=1)
# After so long without a page of the admin it asks for the password and the code again.
STAFF_IDLE = timedelta(hours=1)
# Anybody can begin a sign-in, and each leaves a session. Longer than one may take (SOCIAL_AUTH_STATE_LIFETIME).
ANONYMOUS_AGE = timedelta(hours=1)
PASSWORD_BACKEND = "accounts.backends.Password"  # noqa: S105 - the name of a class
BEGUN, DEVICE, STAFF_SEEN = "begun_at", "device", "staff_seen_at"
# In this order: Edge, Opera and Samsung's browser call themselves Chrome as well, and Chrome calls itself Safari.
BROWSERS = (
    ("edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("opera", ("OPR/",)),
    ("samsung", ("SamsungBrowser/",)),
    ("firefox", ("Firefox/", "FxiOS/")),
    ("chrome", ("Chrome/", "CriOS/")),
    ("safari", ("Safari/",)),
)
# Android is a Linux, and an iPhone says "like Mac OS X".
SYSTEMS = (
    ("ios", ("iPhone", "iPad")),
    ("android", ("Android",)),
    ("windows", ("Windows",)),
    ("macos", ("Mac OS X",)),
    ("chromeos", ("CrOS",)),
    ("linux", ("Linux",)),
)


class SessionStore(SessionBase):
    """One session; `session_key` is the key as the cookie has it."""

    def get_session_cookie_age(self) -> int:
        """Returns how long the session lives on: from the sign-in, however often it is saved; without one, as a sign-in may take."""
        if SESSION_KEY not in self:
            return int(ANONYMOUS_AGE.total_seconds())
        begun = self.get(BEGUN)
        since = timezone.now() - datetime.fromisoformat(begun) if begun else timedelta()
        return ceil(settings.SESSION_COOKIE_AGE - since.total_seconds())

    def load(self) -> dict[str, Any]:
        """Returns what is in the session, nothing for one that has expired or was ended."""
        now = timezone.now()
        row = Session.objects.filter(pk=hash_key(self.session_key), expire_date__gt=now).first()
        if row is None:
            self._session_key = None
            return {}
        if row.user_id and row.last_used_at <= now - USE_NOTED_EVERY:
            Session.objects.filter(pk=row.pk).update(last_used_at=now)
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hash_key(session_key)).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises `CreateError` for a key that exists, `UpdateError` when the session was ended meanwhile."""
        if self.session_key is None:
            return self.create()
        row = self._as_row(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                row.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError as error:
            raise CreateError from error
        except DatabaseError as error:
            if must_create:
                raise
            # SessionMiddleware makes the answer of it: a request that was under way signs nobody in again.
            raise UpdateError from error

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(pk=hash_key(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=timezone.now()).delete()

    def _as_row(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        begun = data.get(BEGUN)
        return Session(
            session_key=hash_key(self.session_key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get(SESSION_KEY),
            device=data.get(DEVICE, ""),
            begun_at=datetime.fromisoformat(begun) if begun else now,
            last_used_at=now,
        )


def hash_key(session_key: str | None) -> str:
    """Returns what the database has of a session's key."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()


def sessions_of(user: User) -> QuerySet[Session]:
    """Returns the sessions in which the person is signed in, the one used last first."""
    return user.sessions.filter(expire_date__gt=timezone.now()).order_by("-last_used_at")


def end_sessions(user: User) -> int:
    """Signs the person out everywhere, in the admin too; returns of how many sessions."""
    ended = user.sessions.all().delete()[0]
    log_event(SecurityEvent.SIGNED_OUT_EVERYWHERE, person=user.pk, sessions=ended)
    return ended


def end_session(user: User, key_hash: str) -> bool:
    """Signs the person out of one session; returns whether they had one with this hash of its key."""
    was_theirs = bool(user.sessions.filter(pk=key_hash).delete()[0])
    if was_theirs:
        log_event(SecurityEvent.SIGNED_OUT, person=user.pk)
    return was_theirs


def begin_session(request: HttpRequest) -> None:
    """Marks a session in which somebody has just signed in, under a new key: whoever knew the old one has nothing."""
    request.session[BEGUN] = timezone.now().isoformat()
    request.session[DEVICE] = describe_device(request.META.get("HTTP_USER_AGENT", ""))
    if request.session.get(BACKEND_SESSION_KEY) == PASSWORD_BACKEND:
        request.session[STAFF_SEEN] = timezone.now().isoformat()
    rotate_session(request)


def is_staff_session(request: HttpRequest) -> bool:
    """Whether the admin may be shown: signed in with a password, and a code where one is required, and not idle.

    A sign-in with Spotify is none, also that of a person who is staff: the password was not asked for.
    """
    session = request.session
    seen = session.get(STAFF_SEEN)
    if session.get(BACKEND_SESSION_KEY) != PASSWORD_BACKEND or seen is None:
        return False
    if settings.ADMIN_SECOND_FACTOR and not cast(Any, request.user).is_verified():
        return False
    return timezone.now() - datetime.fromisoformat(seen) < STAFF_IDLE


def note_staff_use(request: HttpRequest) -> None:
    """Starts the hour anew; stored once a minute."""
    now = timezone.now()
    if now - datetime.fromisoformat(request.session[STAFF_SEEN]) >= USE_NOTED_EVERY:
        request.session[STAFF_SEEN] = now.isoformat()


def rotate_session(request: HttpRequest) -> None:
    """Gives the session another key, because more may be done in it now than before."""
    request.session.cycle_key()


def describe_device(user_agent: str) -> str:
    """Returns the browser and the system as codes, such as `firefox/linux`; either may be empty.

    The rest of what a browser says of itself is not kept: it tells people apart.
    """
    return f"{_first(BROWSERS, user_agent)}/{_first(SYSTEMS, user_agent)}"


def _first(known: tuple[tuple[str, tuple[str, ...]], ...], user_agent: str) -> str:
    return next((code for code, signs in known if any(sign in user_agent for sign in signs)), "")
