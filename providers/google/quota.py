"""Google's rate limits: requests a minute a principal and a project.

https://developers.google.com/workspace/sheets/api/limits
"""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from limits import RateLimitItemPerMinute

from providers.google.problems import GoogleBudgetSpent
from providers.rate_limits import Window, take


def take_google(principal: str, kind: Literal["read", "write"]) -> None:
    """Counts one request to the Sheets API. Raises `GoogleBudgetSpent` when this minute is full.

    Google counts a minute for each principal and one for the whole project.
    """
    user = RateLimitItemPerMinute(settings.GOOGLE_REQUESTS_PER_MINUTE)
    project = RateLimitItemPerMinute(settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE)
    when = take(
        Window(user, ("google", kind, principal), user.amount),
        Window(project, ("google", kind, "project"), project.amount),
    )
    if when is not None:
        raise GoogleBudgetSpent(when=when)
