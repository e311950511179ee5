"""What a sync of a library of 10,000 asks of Spotify and Google: the table of docs/benchmarks.md, over real HTTP."""

from __future__ import annotations

import pytest

from bench import request_table
from bench.vendors import Vendors

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def vendors(sandbox, settings) -> Vendors:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 10_000
    return Vendors(sandbox.url)


def test_requests_of_each_day_do_not_exceed_their_limit(vendors) -> None:
    lines = list(request_table.days(vendors, "ada"))
    assert len(lines) == 5
    assert [line for line in lines if not line.is_kept] == []


def test_a_banned_import_continues_where_it_stopped(vendors) -> None:
    banned, resumed = request_table.ban(vendors, "ada")
    assert banned.asked.answered == request_table.BAN_AT
    assert [line for line in (banned, resumed) if not line.is_kept] == []
