"""Times and spans as a person says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from website.presenters import format_count, format_day, format_duration, format_moment, format_time_left

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the 23rd in Berlin


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=1), "today at 01:30"),
        (timedelta(hours=24), "tomorrow at 00:30"),
        (timedelta(hours=-1), "yesterday at 23:30"),
        (timedelta(days=-3), "Fri 20 Nov at 00:30"),
        (timedelta(days=-400), "19 Oct 2025 at 01:30"),
    ],
)
def test_moments_are_shown_as_days_of_the_persons_time_zone(ahead, words):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert format_moment(NOW + ahead, now=NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "under a second"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (61, "1 min 1 s"),
        (7800, "2 h 10 min"),
    ],
)
def test_durations_are_rounded_to_their_size(seconds, words):
    assert format_duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (10, "less than a minute left"),
        (70, "about 1 minute left"),
        (120, "about 2 minutes left"),
        (3600, "about 60 minutes left"),
        (7300, "about 2 hours left"),
    ],
)
def test_the_time_left_is_said_in_round_numbers(seconds, words):
    assert format_time_left(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("language", "day", "count"), [("en-gb", "28 Nov 2026", "1,400"), ("de", "28. Nov. 2026", "1.400")]
)
def test_days_and_counts_are_written_as_the_language_does(language, day, count):
    with override(language):
        assert (format_day(NOW.date() + timedelta(days=6)), format_count(1400)) == (day, count)
