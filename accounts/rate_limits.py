"""What one person may ask for in a while, because everybody pays for it: requests to Spotify and Google, database work.

And how often a sign-in may be begun from one address. Counted where the vendors' budgets are; the settings say how much.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from math import ceil

from django.conf import settings
from django.utils import timezone
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from accounts.models import ApiToken, TriggerLink, User
from accounts.problems import (
    CheckLimitUsedUp,
    LimitUsedUp,
    LinkLimitUsedUp,
    LookLimitUsedUp,
    PersonSignInLimitUsedUp,
    PreviewLimitUsedUp,
    SignInLimitUsedUp,
    SyncLimitUsedUp,
    TriggerLimitUsedUp,
    WebhookTestLimitUsedUp,
)
from providers.rate_limits import Window, redis_errors

log = logging.getLogger(__name__)


class CostlyAction(Enum):
    """What is limited for each person."""

    SYNC = "sync"
    CHECK = "check"
    LINK = "link"
    LOOK = "look"
    PREVIEW = "preview"
    SIGN_IN = "sign-in"
    WEBHOOK_TEST = "webhook test"


_LIMITS: dict[CostlyAction, tuple[type[RateLimitItem], str, type[LimitUsedUp]]] = {
    CostlyAction.SYNC: (RateLimitItemPerHour, "SYNC_CLICKS_PER_HOUR", SyncLimitUsedUp),
    CostlyAction.CHECK: (RateLimitItemPerMinute, "SHEET_CHECKS_PER_MINUTE", CheckLimitUsedUp),
    CostlyAction.LINK: (RateLimitItemPerHour, "LINK_ATTEMPTS_PER_HOUR", LinkLimitUsedUp),
    CostlyAction.LOOK: (RateLimitItemPerMinute, "SHEET_LOOKS_PER_MINUTE", LookLimitUsedUp),
    CostlyAction.PREVIEW: (RateLimitItemPerMinute, "SMART_PREVIEWS_PER_MINUTE", PreviewLimitUsedUp),
    CostlyAction.SIGN_IN: (RateLimitItemPerHour, "SIGN_INS_PER_PERSON_PER_HOUR", PersonSignInLimitUsedUp),
    CostlyAction.WEBHOOK_TEST: (
        RateLimitItemPerMinute,
        "WEBHOOK_TESTS_PER_MINUTE",
        WebhookTestLimitUsedUp,
    ),
}


def person_key(user: User) -> str:
    """Returns whom counts are kept for: the same where somebody has deleted their account and signs in again.

    Hashed with a key: Redis shall hold no names of people, and whoever reads it shall not be able to look for one.
    """
    account = user.spotify_account_id or user.spotify_id or f"person {user.pk}"
    return hmac.new(settings.ENCRYPTION_KEYS[0].encode(), f"limits:{account}".encode(), "sha256").hexdigest()


def spend(user: User, *actions: CostlyAction) -> None:
    """Counts each action once, or none of them. Raises `LimitUsedUp`, with the moment from which it may be done again."""
    windows = [(_window(user, action), _LIMITS[action][2]) for action in actions]
    try:
        for window, problem in windows:
            if window.is_full:
                raise problem(when=window.free_at)
        for window, problem in windows:
            _take(window, problem)
    except redis_errors() as error:  # a count is not worth a click
        log.warning("what user %s does is not counted: %s", user.pk, error)


class TokenAction(Enum):
    """What is limited for each API token, by the minute."""

    READ = "reads"
    TRIGGER = "triggers"


_TOKEN_LIMITS = {
    TokenAction.READ: "API_READS_PER_MINUTE",
    TokenAction.TRIGGER: "API_TRIGGERS_PER_MINUTE",
}


@dataclass(frozen=True, slots=True)
class TokenUse:
    """`left` more of `amount` requests may follow; at `free_at` the oldest of them is forgotten.

    `is_allowed`: there was room for this one.
    """

    action: TokenAction
    amount: int
    left: int
    free_at: datetime
    is_allowed: bool

    @property
    def seconds(self) -> int:
        """Until `free_at`."""
        return max(0, ceil((self.free_at - timezone.now()).total_seconds()))


def spend_by_token(token: ApiToken, action: TokenAction) -> TokenUse | None:
    """Counts a request if there is room for it; None while requests cannot be counted."""
    window = _minute(_TOKEN_LIMITS[action], "token", action.value, str(token.pk))
    try:
        is_allowed = window.take()
        return TokenUse(action, window.ceiling, window.room, window.free_at, is_allowed)
    except redis_errors() as error:
        log.warning("requests of API token %s are not counted: %s", token.pk, error)
        return None


def spend_by_link(link: TriggerLink) -> None:
    """Counts a use of a trigger link. Raises `TriggerLimitUsedUp`."""
    try:
        _take(_minute("API_TRIGGERS_PER_MINUTE", "trigger-link", str(link.pk)), TriggerLimitUsedUp)
    except redis_errors() as error:
        log.warning("uses of trigger link %s are not counted: %s", link.pk, error)


def free_again_at(user: User, action: CostlyAction) -> datetime | None:
    """Returns from when the person may do this again, None where they may now."""
    window = _window(user, action)
    try:
        return window.free_at if window.is_full else None
    except redis_errors() as error:
        log.warning("what user %s may do is not known: %s", user.pk, error)
        return None


def count_sign_in(network: str) -> None:
    """Counts a sign-in that is begun from `network`. Raises `SignInLimitUsedUp`."""
    window = _network_window(network)
    try:
        if not window.take():
            raise SignInLimitUsedUp(when=max(window.free_at, timezone.now()))
    except redis_errors() as error:
        log.warning("a sign-in that is begun is not counted: %s", error)


def require_sign_in_left(user: User) -> None:
    """Raises `PersonSignInLimitUsedUp` where the person's next sign-in would: nothing is counted before it has ended."""
    if when := free_again_at(user, CostlyAction.SIGN_IN):
        raise PersonSignInLimitUsedUp(when=when)


def count_profile(user: User, network: str) -> None:
    """Counts a sign-in that `user` has ended. Raises `PersonSignInLimitUsedUp`.

    Only Spotify's answer says who it is, and it has cost a request then: whoever goes on without being signed in uses up
    what their network may begin.
    """
    try:
        spend(user, CostlyAction.SIGN_IN)
    except PersonSignInLimitUsedUp:
        window = _network_window(network)
        for _ in range(window.room):
            window.take()
        raise


def _network_window(network: str) -> Window:
    item = RateLimitItemPerHour(settings.SIGN_INS_PER_ADDRESS_PER_HOUR)
    # Redis shall hold no addresses of people.
    return Window(item, ("sign-in", hashlib.sha256(network.encode()).hexdigest()), item.amount)


def _take(window: Window, problem: type[LimitUsedUp]) -> None:
    """Raises `problem`, with the moment from which there is room again, where there is none."""
    if not window.take():
        raise problem(when=window.free_at)


def _minute(setting: str, *names: str) -> Window:
    item = RateLimitItemPerMinute(getattr(settings, setting))
    return Window(item, names, item.amount)


def _window(user: User, action: CostlyAction) -> Window:
    item_class, setting, _ = _LIMITS[action]
    item = item_class(getattr(settings, setting))
    return Window(item, ("person", action.value, person_key(user)), item.amount)
