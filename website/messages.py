"""Messages of one page to the next: in a cookie, whose name Django has no setting for."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessageCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    """What does not fit into the cookie is put into the session."""

    storage_classes = (MessageCookie, SessionStorage)
