"""What follows from a sign-in, whichever way it went, and the lines of the security log that signals tell of."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.admin.models import LogEntry
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_init, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.identities import clean_name
from accounts.models import Credential, User
from accounts.security_log import SecurityEvent, log_event
from accounts.sessions import begin_session
from accounts.signals import reconnected


@receiver(user_logged_in)
def begin_after_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    begin_session(request)
    # The last part of the backend's path: `Spotify` of `accounts.backends.Spotify`.
    way = request.session.get(BACKEND_SESSION_KEY, "").rpartition(".")[2].lower()
    log_event(SecurityEvent.SIGNED_IN, person=user.pk, way=way)


@receiver(user_login_failed)
def log_failed_password(credentials: dict[str, Any], **_: Any) -> None:
    """The person is the one whose name was typed, none where there is no such person."""
    log_event(SecurityEvent.SIGN_IN_FAILED, person=_find(credentials.get("username")), way="password")


@receiver(user_locked_out)
def log_lock_out(username: str | None, **_: Any) -> None:
    log_event(SecurityEvent.LOCKED_OUT, person=_find(username))


@receiver(user_logged_out)
def log_sign_out(user: User | None, **_: Any) -> None:
    if user is not None:
        log_event(SecurityEvent.SIGNED_OUT, person=user.pk)


@receiver(reconnected)
def log_connection(user: User, provider: str, **_: Any) -> None:
    log_event(SecurityEvent.CONNECTED, person=user.pk, vendor=provider)


@receiver(post_delete, sender=Credential)
def log_disconnection(instance: Credential, **_: Any) -> None:
    _log_once_stored(SecurityEvent.DISCONNECTED, person=instance.user_id, vendor=instance.provider)


@receiver(post_delete, sender=User)
def log_deletion(instance: User, **_: Any) -> None:
    _log_once_stored(SecurityEvent.PERSON_DELETED, person=instance.pk)


@receiver(post_save, sender=User)
def log_password(instance: User, **_: Any) -> None:
    # Django keeps the new password here until it is stored, on the pages as in its commands.
    if getattr(instance, "_password", None) is not None:
        _log_once_stored(SecurityEvent.PASSWORD_CHANGED, person=instance.pk)


@receiver(post_init, sender=LogEntry)
def leave_name_out(instance: LogEntry, **_: Any) -> None:
    """Names rows of the admin's own log by number: Django would keep their names, also after they are deleted."""
    model = ContentType.objects.get_for_id(instance.content_type_id).model if instance.content_type_id else ""
    instance.object_repr = f"{model} {instance.object_id}"


def _find(username: object) -> int | None:
    return User.objects.filter(username=clean_name(username)).values_list("pk", flat=True).first()


def _log_once_stored(event: SecurityEvent, **values: Any) -> None:
    # A transaction that is rolled back has deleted and changed nothing.
    transaction.on_commit(lambda: log_event(event, **values))
