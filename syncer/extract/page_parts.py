"""A page that Spotify always fails on because of one item: read in parts, down to that item.

    offset 100, limit 50   500, and 500 again
    offset 100, limit 25   answered
    offset 125, limit 25   500
    offset 125, limit 12   500
    …
    offset 130, limit 1    500: the item is unreadable, all others of the page are there

Smaller windows around such an item work:
https://github.com/spotify/web-api/issues/517 https://github.com/spotipy-dev/spotipy/issues/1093
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from providers.spotify.problems import SpotifyDown
from providers.spotify.records import UNREADABLE, Page, UnreadableItem

Fetch = Callable[[int, int], Page]
Item = dict[str, Any] | UnreadableItem | None

# Two unreadable items on a page fail in some twelve requests. More failures are an outage.
MAX_FAILURES = 24


def read_by_parts(
    fetch: Fetch, offset: int, limit: int, failure: SpotifyDown, unreadable: Iterable[int] = ()
) -> Page:
    """Returns the page at `offset`, with `UNREADABLE` in place of items that Spotify fails on.

    `failure` is how the page as a whole failed. Raises it if Spotify answers no part of the page, or if the library
    changes between two parts; raises what else `fetch` raises. Items at the offsets `unreadable` are not asked for.
    """
    return _Parts(fetch, failure).read(offset, limit, sorted(unreadable))


class _Parts:
    def __init__(self, fetch: Fetch, failure: SpotifyDown) -> None:
        self._fetch = fetch
        self._failure = failure
        self._failures = 0
        self._totals: set[int] = set()

    def read(self, offset: int, limit: int, unreadable: list[int]) -> Page:
        """Returns the page. Raises the failure of the page as a whole, and what else `fetch` raises."""
        items: list[Item] = []
        start = offset
        for place in unreadable:
            items += [*self._part(start, place - start), UNREADABLE]
            start = place + 1
        rest = offset + limit - start
        # A page of which nothing is known has failed as a whole already.
        items += self._part(start, rest) if unreadable else self._halves(start, rest)
        if len(self._totals) != 1:
            raise self._failure
        (total,) = self._totals
        return Page(offset, total, tuple(items[: max(0, total - offset)]))

    def _part(self, offset: int, limit: int) -> list[Item]:
        if limit <= 0:
            return []
        items = self._ask(offset, limit)
        if items is not None:
            return items
        return [UNREADABLE] if limit == 1 else self._halves(offset, limit)

    def _halves(self, offset: int, limit: int) -> list[Item]:
        """Returns a part that has failed, read in two. Raises the failure of the page if nothing is answered."""
        middle = offset + limit // 2
        upper = self._ask(offset, limit // 2)
        lower = self._ask(middle, offset + limit - middle)
        if upper is None and lower is None and not self._totals and not self._answers(offset, middle):
            raise self._failure
        if upper is None:
            upper = self._split(offset, middle - offset)
        if lower is None:
            lower = self._split(middle, offset + limit - middle)
        return upper + lower

    def _answers(self, *offsets: int) -> bool:
        """Whether Spotify answers one of these single items, or is down: some of them may be unreadable."""
        return any(self._ask(offset, 1) is not None for offset in offsets)

    def _split(self, offset: int, limit: int) -> list[Item]:
        """Returns a part that has failed as a whole."""
        return [UNREADABLE] if limit == 1 else self._halves(offset, limit)

    def _ask(self, offset: int, limit: int) -> list[Item] | None:
        """Returns a part, None where Spotify fails. Raises the failure of the page when there are too many."""
        try:
            page = self._fetch(offset, limit)
        except SpotifyDown as failure:
            self._failures += 1
            if self._failures > MAX_FAILURES:
                raise self._failure from failure
            return None
        self._totals.add(page.total)
        return list(page.items)
