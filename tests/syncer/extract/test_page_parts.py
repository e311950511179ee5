"""A page that fails because of one item is read in parts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from providers.spotify.problems import SpotifyBudgetSpent, SpotifyDown
from providers.spotify.records import UNREADABLE, Page
from syncer.extract.page_parts import MAX_FAILURES, read_by_parts

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FAILURE = SpotifyDown(when=NOW)


class Server:
    """`total` items, each its own offset; `bad` ones fail every page they are on."""

    def __init__(self, total: int, bad: set[int]) -> None:
        self.total = total
        self.bad = bad
        self.requests: list[tuple[int, int]] = []

    def fetch(self, offset: int, limit: int) -> Page:
        assert 0 < limit <= 50
        self.requests.append((offset, limit))
        places = range(offset, min(offset + limit, self.total))
        if self.bad & set(places):
            raise SpotifyDown(when=NOW)
        return Page(offset, self.total, tuple({"place": place} for place in places))


def places(page: Page) -> list[int | None]:
    return [None if item is UNREADABLE else item["place"] for item in page.items]


@pytest.mark.parametrize("bad", [{100}, {130}, {149}, {100, 149}, {124, 125}, {110, 111, 140}])
def test_all_but_the_failing_items_are_read(bad):
    server = Server(300, bad)
    page = read_by_parts(server.fetch, 100, 50, FAILURE)
    assert places(page) == [None if place in bad else place for place in range(100, 150)]
    assert (page.offset, page.total) == (100, 300)
    assert len(server.requests) <= 12 * len(bad)


def test_what_is_known_to_fail_is_not_asked_for_again():
    server = Server(300, {130})
    page = read_by_parts(server.fetch, 100, 50, FAILURE, [130])
    assert places(page) == [*range(100, 130), None, *range(131, 150)]
    assert server.requests == [(100, 30), (131, 19)]


def test_a_page_at_the_end_has_no_items_behind_it():
    page = read_by_parts(Server(120, {110}).fetch, 100, 50, FAILURE)
    assert places(page) == [*range(100, 110), None, *range(111, 120)]


def test_an_outage_costs_four_requests():
    server = Server(300, set(range(300)))
    with pytest.raises(SpotifyDown) as raised:
        read_by_parts(server.fetch, 100, 50, FAILURE)
    assert raised.value is FAILURE
    assert len(server.requests) == 4


def test_too_many_failures_are_an_outage():
    server = Server(300, set(range(101, 150)))
    with pytest.raises(SpotifyDown):
        read_by_parts(server.fetch, 100, 50, FAILURE)
    assert len(server.requests) <= MAX_FAILURES + 4


def test_a_library_that_changes_between_the_parts_is_no_page():
    server = Server(300, {130})

    def fetch(offset: int, limit: int) -> Page:
        server.total += 1
        return server.fetch(offset, limit)

    with pytest.raises(SpotifyDown):
        read_by_parts(fetch, 100, 50, FAILURE)


def test_a_refusal_of_another_kind_passes():
    def fetch(offset: int, limit: int) -> Page:
        raise SpotifyBudgetSpent(when=NOW)

    with pytest.raises(SpotifyBudgetSpent):
        read_by_parts(fetch, 100, 50, FAILURE)
