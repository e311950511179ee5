"""Google's rate limits: requests a minute a principal and a project.

https://developers.google.com/workspace/sheets/api/limits
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from django.conf import settings
from limits import RateLimitItemPerMinute

from providers.google.problems import GoogleBudgetSpent
from providers.rate_limits import Window, take


def take_google(principal: str, kind: Literal["read", "write"], *, person: str = "") -> None:
    """Counts one request to the Sheets API. Raises `GoogleBudgetSpent` when this minute is full.

    Google counts a minute for each principal and one for the whole project. `person` is for whom a request of a
    principal is made that many share, "" where it is one person's own.

    A third of a shared minute is each person's for the taking; what they take beyond it leaves a third free for those who
    have had less. So others find room however much one asks for, and one who is alone gets two thirds:

        Ada asks for 50 of 50      17, then up to 33
        Ben comes meanwhile        17 at once; Ada gets none until a third is free again
    """
    minute = RateLimitItemPerMinute(settings.GOOGLE_REQUESTS_PER_MINUTE)
    project = RateLimitItemPerMinute(settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE)
    names = ("google", kind, principal)
    third = math.ceil(minute.amount / 3)
    share = Window(minute, (*names, person), minute.amount)
    beyond = bool(person) and replace(share, ceiling=third).is_full
    when = take(
        *([share] if person else []),
        Window(minute, names, minute.amount - third if beyond else minute.amount),
        Window(project, ("google", kind, "project"), project.amount),
    )
    if when is not None:
        raise GoogleBudgetSpent(when=when)
