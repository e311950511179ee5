"""The rule that separates an outage of a vendor's from people who revoked their permissions. Pure arithmetic.

within 15 minutes       outage?
2 of 2 people fail      no: fewer than three
3 of 20 people fail     no: less than a fifth
4 of 20 people fail     yes
"""

from __future__ import annotations

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
MIN_PEOPLE = 3
# One in so many of the people who were active within the window.
SHARE = 5
# No outage lasts a day: after that a refusal is believed even where all people get it.
MAX_DURATION = timedelta(days=1)


def is_outage(failed: int, active: int) -> bool:
    """Whether `failed` of the people `active` within the last `WINDOW` are too many to have failed independently."""
    return failed >= MIN_PEOPLE and failed * SHARE >= active


def is_over(since: datetime, now: datetime) -> bool:
    """Whether an outage that began at `since` would have lasted too long to be one."""
    return now >= since + MAX_DURATION
