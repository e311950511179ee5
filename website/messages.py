"""Messages of one page to the next: in a cookie, whose name Django has no setting for; and the tone of a problem."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

from accounts.problems import LimitUsedUp
from problems.kinds import Problem


class MessageCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    """What does not fit into the cookie is put into the session."""

    storage_classes = (MessageCookie, SessionStorage)


def show_problem(request: HttpRequest, problem: Problem, text: str) -> None:
    """Shows `text` at the top of the next page: as an error, or as a notice where somebody has only been too quick."""
    add = messages.info if isinstance(problem, LimitUsedUp) else messages.error
    add(request, text)
