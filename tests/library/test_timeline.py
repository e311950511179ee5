"""What came and went, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from library.models import SavedTrack
from library.timeline import TimelineDay, TimelinePage, timeline_page
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
Told = tuple[date, dict[str, tuple[int, list[str]]]]


def told(day: TimelineDay) -> Told:
    """The day, and of each kind how many and the titles."""
    return day.day, {
        entry.kind.value: (entry.count, [track.title for track in entry.tracks]) for entry in day.entries
    }


def days(user: User, **more) -> list[Told]:
    return [told(day) for day in timeline_page(user, **more).days]


def on(number: int) -> datetime:
    """Noon of a day in March."""
    return MONDAY + timedelta(days=number - 2)


def again(saved: SavedTrack, at: datetime) -> SavedTrack:
    return SavedTrack.objects.create(user=saved.user, track=saved.track, added_at=at, position=saved.position)


def test_each_day_has_what_was_saved_saved_again_and_removed() -> None:
    ada = person()
    save(ada, Song(on(2)), name="one")
    gone = save(ada, Song(on(2)), name="gone", removed_at=on(4))
    save(person("ben"), Song(on(3)), name="somebody else's")
    SavedTrack.objects.create(user=ada, track=None, added_at=on(3), position=1)
    again(gone, on(6))
    assert days(ada) == [
        (date(2026, 3, 6), {"saved_again": (1, ["gone"])}),
        (date(2026, 3, 4), {"removed": (1, ["gone"])}),
        (date(2026, 3, 2), {"saved": (2, ["gone", "one"])}),
    ]


def test_a_save_in_the_place_of_an_older_one_is_no_removal() -> None:
    ada = person()
    moved = save(ada, Song(on(2)), name="moved", removed_at=on(5))
    again(moved, on(5))
    assert days(ada) == [
        (date(2026, 3, 5), {"saved_again": (1, ["moved"])}),
        (date(2026, 3, 2), {"saved": (1, ["moved"])}),
    ]


def test_what_was_saved_and_removed_on_a_day_is_both() -> None:
    ada = person()
    save(ada, Song(on(2)), name="short", removed_at=on(2) + timedelta(hours=1))
    assert days(ada) == [(date(2026, 3, 2), {"saved": (1, ["short"]), "removed": (1, ["short"])})]


def test_days_are_those_of_the_persons_time_zone() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    for name, zone, day in (("ada", "Europe/Berlin", 3), ("ben", "America/New_York", 2)):
        user = person(name, time_zone=zone)
        save(user, Song(late), name="late")
        assert days(user) == [(date(2026, 3, day), {"saved": (1, ["late"])})]
        assert days(user, before=date(2026, 3, day)) == []


def test_the_newest_of_many_are_named_and_the_others_counted() -> None:
    ada = person()
    for hour in range(7):
        save(ada, Song(on(2) + timedelta(hours=hour)), name=f"at {hour}")
    (day,) = timeline_page(ada, tracks=3).days
    assert told(day)[1] == {"saved": (7, ["at 6", "at 5", "at 4"])}
    assert day.entries[0].more == 4


def test_pages_follow_one_another_whatever_is_saved_meanwhile() -> None:
    ada = person()
    for number in range(2, 12):
        save(ada, Song(on(number)), removed_at=on(number) + timedelta(days=1) if number % 3 == 0 else None)
    page, seen = timeline_page(ada, days=3), []
    while page.before:
        seen += page.days
        save(ada, Song(on(20 + len(seen))))
        page = timeline_page(ada, before=page.before, days=3)
    seen += page.days
    assert [day.day for day in seen] == [date(2026, 3, number) for number in range(11, 1, -1)]
    assert timeline_page(ada, before=date.min) == timeline_page(person("ben")) == TimelinePage([], None)
    assert len(timeline_page(ada, before=date.max, days=100).days) == 13


def test_a_page_takes_seven_queries_however_much_there_is(django_assert_num_queries) -> None:
    ada = person()
    for number in range(2, 20):
        for hour in range(3):
            at = on(number) + timedelta(hours=hour)
            save(ada, Song(at, genres=(("jazz",),)), removed_at=at + timedelta(days=hour) if hour else None)
        if number in (2, 19):
            with django_assert_num_queries(7):
                timeline_page(ada)
