"""The one rule that tells a vendor's outage from people who took their permission back. Pure arithmetic.

within 15 minutes       outage?
2 of 2 people fail      no: fewer than three
3 of 20 people fail     no: less than a fifth
4 of 20 people fail     yes
"""

from __future__ import annotations

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
MIN_PEOPLE = 3
# One in so many of those who were active within the window.
SHARE = 5
# No outage lasts a day: after that a refusal is believed even where everybody gets it.
MAX_DURATION = timedelta(days=1)


def is_outage(failed: int, active: int) -> bool:
    """Whether `failed` people of `active` ones within the last `WINDOW` are too many to have failed by themselves."""
    return failed >= MIN_PEOPLE and failed * SHARE >= active


def is_over(since: datetime, now: datetime) -> bool:
    """Whether an outage that began at `since` would have lasted too long to be one."""
    return now >= since + MAX_DURATION
