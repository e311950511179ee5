"""Time zones by their IANA names, which come and go: what one machine knows may be strange to another."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:  # the planner of sheets needs zones, and knows no people
    from accounts.models import User

logger = logging.getLogger(__name__)

UTC = ZoneInfo("UTC")


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, None for one that this machine's zone database does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(user: User) -> ZoneInfo:
    """The person's time zone, UTC for a name that is none: one bad row must stop neither syncs nor pages."""
    zone = known_zone(user.time_zone)
    if zone is None:
        logger.warning("person %s has the time zone %r, which is none: taken as UTC", user.pk, user.time_zone)
    return zone or UTC
