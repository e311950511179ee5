"""Trigger links: addresses that start a sync and can do nothing else, for buttons that can only open an address.

https://your.site/t/4fJ0…      43 random letters and digits, of which a hash is kept, as of an API token
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import TriggerLink, User
from accounts.problems import TooManyTriggerLinks
from accounts.random_secrets import digest_of, make_secret
from accounts.security_log import SecurityEvent, log_event

MOST_LINKS = 20


def make_link(user: User, *, name: str, runs_at_once: bool = False) -> tuple[TriggerLink, str]:
    """Returns a new link, and its secret part, which nothing shows again. Raises `TooManyTriggerLinks`."""
    secret = make_secret()
    with transaction.atomic():
        # Locked: two requests in the same moment would both find room for the last one.
        User.objects.select_for_update().get(pk=user.pk)
        if user.trigger_links.count() >= MOST_LINKS:
            raise TooManyTriggerLinks(most=MOST_LINKS)
        link = TriggerLink.objects.create(
            user=user, name=name, digest=digest_of(secret), ending=secret[-4:], runs_at_once=runs_at_once
        )
    log_event(SecurityEvent.TRIGGER_LINK_MADE, person=user.pk, link=link.pk)
    return link, secret


def find_link(secret: str) -> TriggerLink | None:
    """Returns the link with its person; None if it was revoked, or its person is switched off.

    One query whatever the text is: the time says nothing of it.
    """
    links = TriggerLink.objects.select_related("user").filter(user__is_active=True)
    return links.filter(digest=digest_of(secret)).first()


def note_use(link: TriggerLink) -> None:
    """Stores that the link has been used now."""
    TriggerLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())


def links_of(user: User) -> QuerySet[TriggerLink]:
    """Returns the person's links, the newest first."""
    return user.trigger_links.all()


def change_link(user: User, pk: int, *, runs_at_once: bool) -> bool:
    """Stores whether opening a link of this person is enough; returns whether they have it."""
    link = user.trigger_links.filter(pk=pk)
    if not link.exists():
        return False
    link.update(runs_at_once=runs_at_once)
    opening = "starts" if runs_at_once else "asks"
    log_event(SecurityEvent.TRIGGER_LINK_CHANGED, person=user.pk, link=pk, opening=opening)
    return True


def revoke_link(user: User, pk: int) -> bool:
    """Ends a link of this person; returns whether they had it."""
    link = user.trigger_links.filter(pk=pk).first()
    if link is None:
        return False
    link.delete()
    log_event(SecurityEvent.TRIGGER_LINK_REVOKED, person=user.pk, link=pk)
    return True
