from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from providers.spotify.problems import SpotifyBudgetSpent, SpotifyPagesLater
from syncer import runs, turns
from syncer.models import Schedule, SyncRun
from syncer.turns import AHEAD, QUIET, LibraryTurns, quiet_time
from tests.support.cast import make_users

MINUTE = timedelta(minutes=1)
APP = "app"
Trigger = SyncRun.Trigger


@pytest.fixture
def run(ada) -> SyncRun:
    return SyncRun.objects.create(user=ada, trigger=Trigger.SCHEDULE, state="running")


def taken(reading: LibraryTurns, pages: int) -> int:
    """How many of so many pages are allowed, with a commit after each."""
    for number in range(1, pages + 1):
        try:
            reading.take(number * 50)
        except SpotifyPagesLater:
            return number - 1
        reading.go_on()
    return pages


def test_who_is_alone_reads_on_behind_each_slice(run, settings) -> None:
    settings.SPOTIFY_SLICE_PAGES = 50
    reading = LibraryTurns(run, APP)
    reading.begin()
    assert taken(reading, 180) == 180


def test_a_first_page_of_somebody_else_comes_after_the_slice(run, alice) -> None:
    reading = LibraryTurns(run, APP)
    reading.begin()
    assert taken(reading, 10) == 10
    runs.find_or_make(alice, Trigger.SCHEDULE)
    assert taken(reading, 100) == 40
    again = LibraryTurns(run, APP)
    again.begin()
    # The first page is always allowed.
    again.take(0)
    with pytest.raises(SpotifyPagesLater) as refused:
        again.take(50)
    assert refused.value.when - timezone.now() > runs.SHORT_WAIT


def test_nobody_is_waited_for_in_the_foreground(run, alice) -> None:
    run.trigger = Trigger.COMMAND
    runs.find_or_make(alice, Trigger.COMMAND)
    reading = LibraryTurns(run, APP)
    reading.begin()
    assert taken(reading, 60) == 60


def test_a_click_reads_a_small_library_at_once(run, alice) -> None:
    run.trigger = Trigger.PERSON
    runs.find_or_make(alice, Trigger.SCHEDULE)
    reading = LibraryTurns(run, APP)
    reading.begin()
    assert taken(reading, 10) == 4


def test_others_who_wait_for_their_pages_take_turns(run, alice) -> None:
    SyncRun.objects.create(
        user=alice, trigger=Trigger.PERSON, state="waiting", reads_pages=True, resume_at=timezone.now()
    )
    reading = LibraryTurns(run, APP)
    reading.begin()
    assert taken(reading, 10) == 0


def test_a_third_of_the_day_while_others_wait(run, alice, settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 90
    later = timezone.now() + timedelta(hours=3)
    SyncRun.objects.create(
        user=alice, trigger=Trigger.PERSON, state="waiting", reads_pages=True, resume_at=later
    )
    reading = LibraryTurns(run, APP)
    reading.begin()
    assert taken(reading, 90) == 29
    SyncRun.objects.filter(user=alice).delete()
    reading = LibraryTurns(run, APP)
    reading.begin()
    # All but another third, and an eighth of that one.
    assert taken(reading, 90) == 72 - 29 - 29 + 3


@pytest.mark.parametrize(
    "waits_for", [{"reads_pages": True}, {"problem_code": SpotifyBudgetSpent.code}], ids=["pages", "day"]
)
@pytest.mark.parametrize("trigger", [Trigger.PERSON, Trigger.SCHEDULE])
def test_searches_and_questions_are_of_the_persons_third(run, alice, settings, trigger, waits_for) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 90
    run.trigger = trigger
    run.user.spotify_account_id = "account"
    later = timezone.now() + timedelta(hours=3)
    SyncRun.objects.create(user=alice, trigger=trigger, state="waiting", resume_at=later, **waits_for)
    reading = LibraryTurns(run, APP)
    reading.take(0)
    for number in range(9):
        reading.take(50 * number + 50)
        reading.take_request()
        reading.take(0)
    # Beside the first page 27 were counted.
    assert taken(reading, 9) == 2
    with pytest.raises(SpotifyPagesLater):
        reading.take_request()
    reading.take(0)
    # Whoever signs in anew after all was deleted, has the same day.
    run.user.pk = run.user.pk + 1000
    with pytest.raises(SpotifyPagesLater):
        LibraryTurns(run, APP).take(50)
    other = LibraryTurns(SyncRun(user=alice, trigger=trigger), APP)
    assert taken(other, 20) == 20


def test_while_nobody_waits_a_search_goes_on_beyond_the_third(run, settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 90
    reading = LibraryTurns(run, APP)
    assert taken(reading, 90) == 72 - 29 + 3


def test_pages_are_let_through_until_others_were_looked_for(run) -> None:
    reading = LibraryTurns(run, APP)
    reading.begin()
    # Threads are ahead of the commits by less than what is left when the next slice is asked for.
    for number in range(1, 50 + AHEAD):
        reading.take(number * 50)


def test_weekly_reads_are_spread_over_the_week() -> None:
    days = [turns._day_of(user_id) % 7 for user_id in range(1, 701)]
    assert all(70 <= days.count(day) <= 130 for day in range(7))


def test_a_long_read_waits_for_a_time_in_which_nobody_is_due() -> None:
    now = timezone.now()
    assert quiet_time(now, []) == now
    rush = [now + number * MINUTE for number in range(2, 14)]
    assert quiet_time(now, rush) == rush[-1] + MINUTE
    assert quiet_time(now, [now + QUIET + MINUTE]) == now
    always = [now + number * 10 * MINUTE for number in range(24 * 6)]
    assert quiet_time(now, always) == now


def test_only_running_schedules_need_a_request_a_day(db) -> None:
    people: list[User] = make_users(3)
    for user in people:
        Schedule.objects.create(user=user, next_run_at=timezone.now())
    Schedule.objects.filter(user=people[0]).update(pause=Schedule.Pause.PERSON)
    User.objects.filter(pk=people[1].pk).update(is_active=False)
    assert turns.syncs_a_day() == 1


def test_an_interrupted_read_begins_at_the_top_on_a_new_day_or_where_it_has_to_wait(run, alice) -> None:
    run.attempts = 1
    assert not LibraryTurns(run, APP).begins_at_the_top()
    run.attempts = 2
    assert LibraryTurns(run, APP).begins_at_the_top()
    run.reads_pages = True
    assert not LibraryTurns(run, APP).begins_at_the_top()
    run.reads_pages, run.attempts = False, 1
    runs.find_or_make(alice, Trigger.SCHEDULE)
    assert LibraryTurns(run, APP).begins_at_the_top()
