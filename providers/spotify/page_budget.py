"""The part of an app's day for reads of whole libraries: what daily syncs and clicks leave.

    |-- pages behind the first: a window of their own --|-- daily syncs: 10 %, or one each --|-- clicks: 10 % --|

Such a page counts in the app's day as well (`request_budget`), in which these pages leave both shares free.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from limits import RateLimitItemPerDay

from providers.rate_limits import Window, take
from providers.spotify.problems import SpotifyPagesLater
from providers.spotify.request_budget import day_window

# The window frees a page at a time: each waking up should find some.
REST = timedelta(hours=1)


def pages_a_day(syncs_a_day: int) -> int:
    """Returns how many pages behind the first all people together may read in a rolling day."""
    day = settings.SPOTIFY_REQUESTS_PER_DAY
    reserved = max(int(day * settings.SPOTIFY_DAILY_SYNC_SHARE), syncs_a_day)
    return max(0, int(day * settings.SPOTIFY_SCHEDULED_SHARE) - reserved)


@dataclass(frozen=True, slots=True)
class PageBudget:
    """What one person may read of the pages behind the first; `are_others_waiting` for theirs."""

    client_id: str
    user_id: int
    syncs_a_day: int
    are_others_waiting: bool = False

    def take(self) -> None:
        """Counts one page; the request itself is counted apart. Raises `SpotifyPagesLater`."""
        when = self.full_until or take(*self._windows())
        if when is not None:
            raise SpotifyPagesLater(when=when)

    @property
    def full_until(self) -> datetime | None:
        """When to ask again, if there is no room now."""
        shares = settings.SPOTIFY_SCHEDULED_SHARE - settings.SPOTIFY_DAILY_SYNC_SHARE
        full = [window for window in self._windows() if window.is_full]
        day = day_window(self.client_id, max(0.0, shares))
        return max((window.free_at for window in [*full, *([day] if day.is_full else [])]), default=None)

    def _windows(self) -> tuple[Window, Window]:
        day = RateLimitItemPerDay(settings.SPOTIFY_REQUESTS_PER_DAY)
        names = ("spotify-pages", self.client_id)
        person = int(day.amount * settings.SPOTIFY_PERSON_SHARE) if self.are_others_waiting else day.amount
        return (
            Window(day, (*names, str(self.user_id)), person, rest=REST),
            Window(day, names, pages_a_day(self.syncs_a_day), rest=REST),
        )
