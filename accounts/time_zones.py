"""Time zones by their IANA names, which come and go: a name of one machine's database may be missing in another's."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError, available_timezones

if TYPE_CHECKING:  # the planner of sheets needs zones, and knows no people
    from accounts.models import User

logger = logging.getLogger(__name__)

UTC = ZoneInfo("UTC")


def known_zone(name: str) -> ZoneInfo | None:
    """Returns the zone with this name, None when this machine's zone database does not have it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zones_of_places() -> set[str]:
    """Returns the zones that people are to choose from, each under its present name: Asia/Kolkata, not Asia/Calcutta.

    All that this machine has where its database comes without the table of them.
    """
    known = available_timezones()
    for folder in TZPATH:
        # "Intended as an aid for users, to help them select timezones": https://data.iana.org/time-zones/tzdb/zone.tab
        table = Path(folder, "zone.tab")
        if table.is_file():
            lines = table.read_text(encoding="utf-8").splitlines()
            return known & {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return known


def show_the_same_time(one: ZoneInfo, other: ZoneInfo, year: int) -> bool:
    """Whether two zones have the same clock all year, such as Asia/Calcutta and Asia/Kolkata."""
    noons = (datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(366))
    return all(noon.astimezone(one).utcoffset() == noon.astimezone(other).utcoffset() for noon in noons)


def google_name(zone: ZoneInfo) -> str:
    """Returns the name that Google Sheets has for a zone."""
    return "Etc/GMT" if zone.key == "UTC" else zone.key


def zone_of(user: User) -> ZoneInfo:
    """Returns the person's time zone, UTC when this machine does not have it."""
    zone = known_zone(user.time_zone)
    # Logged and not raised: one bad row must stop neither syncs nor pages.
    if zone is None:
        logger.warning("person %s has the time zone %r, which is none: taken as UTC", user.pk, user.time_zone)
    return zone or UTC
