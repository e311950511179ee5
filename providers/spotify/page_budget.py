"""The part of an app's day for all that is more than a daily sync needs, and each person's part of it.

    |-- pages behind the first: a window of their own --|-- daily syncs: 10 %, or one each --|-- clicks: 10 % --|

Such a request counts in the app's day as well (`request_budget`), in which these pages leave both shares free.

    the first page of a sync         nobody's: this is what a daily sync needs
    a third of the day               the person's. Few requests at a time (a search, recent pages, asking by name, the
                                     first pages of a click) find room in it in any case, pages of a whole library as far
                                     as the window has any
    beyond it, others wait           nothing
    beyond it, nobody waits          all of the window but another third of the day at once, and that so slowly that it
                                     lasts a day: whoever comes meanwhile finds room
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from providers.rate_limits import Window, redis_errors, take
from providers.spotify.problems import SpotifyPagesLater
from providers.spotify.request_budget import day_window

log = logging.getLogger(__name__)

# The window frees a page at a time: each waking up should find some.
REST = timedelta(hours=1)
# Of the slow third so much is free at a time.
PACE_HOURS = 3


def pages_a_day(syncs_a_day: int) -> int:
    """Returns how many pages behind the first all people together may read in a rolling day."""
    day = settings.SPOTIFY_REQUESTS_PER_DAY
    reserved = max(int(day * settings.SPOTIFY_DAILY_SYNC_SHARE), syncs_a_day)
    return max(0, int(day * settings.SPOTIFY_SCHEDULED_SHARE) - reserved)


def count_for_person(client_id: str, person: str) -> None:
    """Counts a request that is made in any case, such as the profile of a sign-in."""
    try:
        PageBudget(client_id, person, 0).count()
    except redis_errors() as error:  # a count is not worth a sign-in
        log.warning("a request for a person is not counted: %s", error)


@dataclass(frozen=True, slots=True)
class PageBudget:
    """What one person may ask for beyond the first page; `person` is a key, `are_others_waiting` for theirs."""

    client_id: str
    person: str
    syncs_a_day: int
    are_others_waiting: bool = False

    def take_page(self) -> None:
        """Counts one page of a whole library; the request itself is counted apart. Raises `SpotifyPagesLater`."""
        windows = self._windows()
        when = self._full_until(windows) or take(*windows)
        if when is not None:
            raise SpotifyPagesLater(when=when)

    def take_request(self) -> None:
        """Counts one of the few requests that a sync makes beyond its first page. Raises `SpotifyPagesLater`."""
        if self._person().is_full:
            self.take_page()
        else:
            self.count()

    def count(self) -> None:
        """Counts a request that is made in any case; a window that is full stays as it is."""
        for window in (self._person(), self._pages(), self._pages("quick")):
            replace(window, ceiling=window.item.amount).take()

    @property
    def full_until(self) -> datetime | None:
        """When to ask for a page again, if there is no room now."""
        return self._full_until(self._windows())

    def _full_until(self, windows: list[Window]) -> datetime | None:
        shares = settings.SPOTIFY_SCHEDULED_SHARE - settings.SPOTIFY_DAILY_SYNC_SHARE
        full = [window for window in windows if window.is_full]
        day = day_window(self.client_id, max(0.0, shares))
        return max((window.free_at for window in [*full, *([day] if day.is_full else [])]), default=None)

    def _windows(self) -> list[Window]:
        third, pages, quick = self._person(), self._pages(), self._pages("quick")
        if self.are_others_waiting or not third.is_full:
            return [third, quick, pages]
        everything = replace(third, ceiling=third.item.amount)
        beyond = replace(quick, ceiling=quick.ceiling - third.ceiling)
        if not beyond.is_full:
            return [everything, beyond, pages]
        pace = RateLimitItemPerHour(max(1, third.ceiling * PACE_HOURS // 24), PACE_HOURS)
        return [Window(pace, (*pages.names, "slow"), pace.amount, rest=REST), everything, pages]

    def _person(self) -> Window:
        """Returns the person's third of the day."""
        pages = self._pages(self.person)
        return replace(pages, ceiling=int(pages.item.amount * settings.SPOTIFY_PERSON_SHARE))

    def _pages(self, *whose: str) -> Window:
        day = RateLimitItemPerDay(settings.SPOTIFY_REQUESTS_PER_DAY)
        names = ("spotify-pages", self.client_id, *whose)
        return Window(day, names, pages_a_day(self.syncs_a_day), rest=REST)
