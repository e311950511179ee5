"""Nobody uses up everybody's: people of one Spotify app, a tenth of its requests and of their libraries.

The product's own dispatch, runs, budgets and reading with a moved clock; see `bench.fairness`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.rate_limits import person_key
from bench.cases.fairness import Month, simulate
from bench.fairness import DAY, MINUTE, START, Simulation
from library.models import LibraryState, SavedTrack
from providers.models import SpotifyApp
from providers.spotify.page_budget import count_for_person
from sheets.models import LinkedSheet
from syncer import runs, sync, turns
from syncer.models import SyncRun
from tests.support.cast import link_sheet, make_user, sign_in, tab_rows

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = 15 * MINUTE


@pytest.fixture
def app(request) -> Iterator[Simulation]:
    with Simulation(**getattr(request, "param", {"per_day": 100})) as simulation:
        yield simulation


def gaps(moments: list[datetime]) -> list[timedelta]:
    return [later - earlier for earlier, later in pairwise(moments)]


@pytest.mark.parametrize("imports", [1, 2])
def test_an_import_takes_what_daily_syncs_leave(app, imports) -> None:
    daily = app.add(100, 100, 100, 100)
    newcomers = app.add(*[6_000] * imports, is_due=False, is_imported=False)
    for key in newcomers:
        app.click(key)
    app.run(START + 4 * DAY)
    assert [len(app.people[key].heads) for key in daily] == [4] * 4
    assert max(app.lateness()) <= QUARTER
    ended = [app.people[key].all_pages[0] - START for key in newcomers]
    # 120 pages each, of 80 a day, and one that each attempt reads again.
    assert max(ended) < (3.1 if imports == 2 else 1.2) * DAY
    assert app.refused == 0


def test_a_waiting_import_says_when_it_goes_on_and_nobody_else_is_kept(app) -> None:
    app.add(100)
    (newcomer,) = app.add(9_000, is_imported=False)
    app.click(newcomer)
    app.run(START + DAY / 2)
    run = SyncRun.objects.get(user=newcomer)
    assert (run.state, run.problem_code, run.reads_pages) == ("waiting", "spotify_pages_later", True)
    assert app.now < run.resume_at <= START + 25 * 60 * MINUTE
    # The sheet was written with what is read so far.
    assert "unchanged" in run.receipt
    assert 55 * 50 <= run.progress_done <= 81 * 50
    # The next day begins with the first page, although the import still goes on.
    app.run(START + 1.2 * DAY)
    assert len(app.people[newcomer].heads) == 2
    assert SyncRun.objects.filter(user=newcomer).count() == 1


def test_nobody_takes_more_than_a_third_while_others_wait(app) -> None:
    first, second = app.add(6_000, 6_000, is_due=False, is_imported=False)
    app.click(first)
    alone = app.people[first].requests
    app.click(second)
    app.run(START + 1.1 * DAY)
    # The first had the day to itself when it began, and has left a third of it to the second.
    assert alone <= 80 - 33 + 5
    assert app.people[second].requests >= 33
    # While the second waits, the first gets its third of the next day, and what each attempt may always ask for.
    assert app.people[first].requests - alone <= 33 + 3
    done = {run.user_id: run.progress_done for run in SyncRun.objects.all()}
    assert done[second] >= 33 * 50 - 50


def test_a_second_newcomer_finds_room_at_any_time_of_the_day() -> None:
    with Simulation(per_day=100) as app:
        first, second, third = app.add(6_000, 500, 400, is_due=False, is_imported=False)
        app.click(first)
        assert app.people[first].requests <= 52
        app.run(START + 60 * MINUTE)
        app.click(second)
        app.run(START + 9 * 60 * MINUTE)
        assert app.people[second].all_pages[0] - START < 70 * MINUTE
        app.click(third)
        app.run(START + 1.5 * DAY)
        assert app.people[third].all_pages[0] - START < 9.2 * 60 * MINUTE
        # What is left of the day is used all the same.
        assert app.people[first].requests >= 110


@pytest.mark.parametrize("app", [{"ban_after": 20}], indirect=True)
def test_a_ban_leaves_the_daily_syncs_of_everybody_first(app) -> None:
    daily = app.add(100, 100, 100, 100, 100)
    (newcomer,) = app.add(6_000, is_due=False, is_imported=False)
    app.click(newcomer)
    app.run(START + 6 * DAY)
    for key in daily:
        assert len(app.people[key].heads) >= 5
        assert max(gaps(app.people[key].heads)) <= DAY + 30 * MINUTE
    run = SyncRun.objects.get(user=newcomer)
    # 20 a day without the five, and the page above the cursor that each attempt reads again.
    assert run.progress_done >= 6 * 10 * 50
    assert app.refused == 0


def test_weekly_reads_of_one_day_make_nobody_late(app, monkeypatch) -> None:
    monkeypatch.setattr(turns, "_day_of", lambda user_id: 0)
    people = app.add(*[1_000] * 5)
    app.run(START + 20 * DAY)
    assert max(app.lateness()) <= QUARTER
    assert [len(app.people[key].heads) for key in people] == [20] * 5
    for key in people:
        # 100 pages of 80 a day: the last one is a day later, and on its day again the next time.
        assert all(6 * DAY < gap < 8.5 * DAY for gap in gaps(app.people[key].all_pages))
        assert len(app.people[key].all_pages) >= 2


@pytest.mark.parametrize("app", [{"per_day": 1000}], indirect=True)
def test_weekly_reads_are_seven_days_apart(app) -> None:
    people = app.add(*[500] * 5)
    app.run(START + 25 * DAY)
    for key in people:
        read = app.people[key].all_pages
        assert 3 * DAY < read[0] - START < 11 * DAY
        assert all(abs(gap - 7 * DAY) < MINUTE for gap in gaps(read))
        assert len(read) >= 3


@pytest.mark.parametrize("app", [{"per_day": 20}], indirect=True)
def test_the_longest_waiting_come_first_when_the_app_is_full(app, caplog) -> None:
    people = app.add(*[40] * 80)
    with caplog.at_level(logging.WARNING, "syncer.dispatch"):
        app.run(START + 10 * DAY)
    assert app.heads == 18 * 10
    assert app.wake_ups <= 1.5 * app.heads
    for key in people:
        # 80 people, 18 a day: everybody every 4.4 days.
        assert len(app.people[key].heads) >= 2
        assert max(gaps(app.people[key].heads)) <= 5 * DAY + 60 * MINUTE
    assert [record.message for record in caplog.records if "is full" in record.message] != []
    assert SpotifyApp.objects.get().full_since is not None
    waiting = SyncRun.objects.filter(state="waiting")
    assert {run.problem_code for run in waiting} == {"spotify_budget"}


def test_a_month_of_five_is_on_time_and_two_of_them_are_equal() -> None:
    # A tenth of the libraries, and of the requests: `bench.cases.fairness` has the whole ones.
    month = Month(5, 10, (100,) * 4, (500,))
    figures = simulate(month)
    User.objects.all().delete()
    assert simulate(month) == figures
    assert (figures["syncs"], figures["median_s"]) == (150, pytest.approx(0, abs=60))
    assert figures["longest_s"] <= 15 * 60
    # A request a day and person, the import, and a weekly read of 2 pages and 10.
    assert 150 + 10 <= figures["requests"] <= 150 + 10 + 5 * (4 * 3 + 11)
    assert figures["wake_ups"] <= 1.1 * figures["syncs"]
    # The import, and three or four weekly reads of each.
    assert 1 + 5 * 3 <= figures["all_pages"] <= 1 + 5 * 4


@pytest.fixture
def ada(sandbox) -> User:
    return sign_in(sandbox.world, "ada")


@pytest.mark.parametrize("is_ben_waiting", [True, False], ids=["ben waits", "nobody waits"])
def test_clicks_that_search_take_no_daily_sync_from_others(sandbox, ada, settings, is_ben_waiting) -> None:
    world = sandbox.world
    world.spotify.grow("ada", 10_000)
    link_sheet(world, ada)
    ben = sign_in(world, "ben")
    link_sheet(world, ben)
    used = world.count("spotify-api")
    if is_ben_waiting:
        later = timezone.now() + DAY
        SyncRun.objects.create(user=ben, trigger="person", state="waiting", reads_pages=True, resume_at=later)
    with time_machine.travel(timezone.now()) as clock:
        for _ in range(3):
            for _ in range(10):
                size = len(world.spotify.library("ada"))
                world.spotify.remove("ada", offsets=[size * part // 21 for part in range(1, 21)])
                runs.request_run(ada, SyncRun.Trigger.PERSON)
                run = sync.run_sync(SyncRun.objects.get(user=ada, state="queued").pk)
                assert run is not None
                clock.shift(timedelta(minutes=2))
            clock.shift(timedelta(minutes=41))
        asked = world.count("spotify-api") - used
        # A third of 1,000, or what a tenth for daily syncs and one for clicks leave of the day; for each click a first page,
        # and the closing one of a search that came to its end.
        assert asked <= (330 if is_ben_waiting else 800) + 40
        assert (run.state, run.problem_code) == ("waiting", "spotify_pages_later")
        # What is proven was stored, and the newest page read each time.
        stored = SavedTrack.objects.filter(user=ada, removed_at=None).count()
        assert stored >= len(world.spotify.library("ada"))
        SyncRun.objects.filter(user=ben).delete()
        daily = sync.run_sync(runs.find_or_make(ben, SyncRun.Trigger.SCHEDULE).pk)
        assert daily is not None
        assert daily.state == "done"
        clock.shift(2 * DAY)
        ended = sync.run_sync(run.pk)
        assert ended is not None
        assert (ended.state, ended.receipt["database"]) == ("done", len(world.spotify.library("ada")))


def test_many_new_tracks_beyond_the_persons_share_are_read_in_parts(sandbox, ada, settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 30
    sheet = link_sheet(sandbox.world, ada, scope="recent", recent_count=50)
    sync.run_sync(runs.find_or_make(ada, SyncRun.Trigger.SCHEDULE).pk)
    ben = sign_in(sandbox.world, "ben")
    later = timezone.now() + 3 * DAY
    SyncRun.objects.create(user=ben, trigger="person", state="waiting", reads_pages=True, resume_at=later)
    with time_machine.travel(timezone.now()) as clock:
        for _ in range(10):
            count_for_person(settings.SPOTIFY_CLIENT_ID, person_key(ada))
        for minute in range(3):
            sandbox.world.spotify.save("ada", 40, at=timezone.now() + minute * MINUTE)
        run = sync.run_sync(runs.find_or_make(ada, SyncRun.Trigger.SCHEDULE).pk)
        assert run is not None
        assert (run.state, run.problem_code, run.reads_pages) == ("waiting", "spotify_pages_later", True)
        # The newest are in the sheet, but for those of a second of which there may be more; and nothing has gone.
        newest = [item.key for item in sandbox.world.spotify.library("ada")[:40]]
        links = [str(row) for row in tab_rows(sandbox.world, sheet)[1:]]
        assert len(links) == 50
        assert all(track in link for track, link in zip(newest, links, strict=False))
        assert SavedTrack.objects.filter(user=ada, removed_at=None).count() == 60 + 40
        clock.shift(DAY + MINUTE)
        ended = sync.run_sync(run.pk)
        assert ended is not None
        assert (ended.state, ended.receipt["database"]) == ("done", 180)


def begun(user: User) -> SyncRun:
    """An import of which the pages behind the first wait, because somebody else's first page comes before them."""
    runs.find_or_make(make_user("bob"), SyncRun.Trigger.SCHEDULE)
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.SCHEDULE).pk)
    assert run is not None
    run.refresh_from_db()
    assert (run.state, run.problem_code, run.spotify_requests) == ("waiting", "spotify_pages_later", 1)
    return run


def test_the_newest_tracks_are_in_the_sheet_while_the_rest_waits(sandbox, ada) -> None:
    sheet = link_sheet(sandbox.world, ada)
    run = begun(ada)
    assert len(tab_rows(sandbox.world, sheet)) == 51
    assert run.receipt["sheet_rows"] == 50
    browser = Client()
    browser.force_login(ada, backend="accounts.backends.Spotify")
    page = browser.get("/").content.decode()
    assert "Your newest tracks come first" in page
    assert f"{run.resume_at:%H:%M}" in page
    SyncRun.objects.exclude(pk=run.pk).delete()
    # The first page is not read again but as the one above the cursor; then the one behind it, and the closing one.
    SyncRun.objects.update(resume_at=run.created_at)
    ended = sync.run_sync(run.pk)
    assert ended is not None
    assert (ended.state, ended.receipt["database"], ended.spotify_requests) == ("done", 60, 4)


def test_a_click_on_an_import_that_waits_reads_the_first_page_again(sandbox, ada) -> None:
    sheet = link_sheet(sandbox.world, ada)
    run = begun(ada)
    sandbox.world.spotify.save("ada", 2)
    runs.request_run(ada, SyncRun.Trigger.PERSON)
    ended = sync.run_sync(run.pk)
    assert ended is not None
    assert (ended.state, ended.receipt["database"], ended.spotify_requests) == ("done", 62, 5)
    assert len(tab_rows(sandbox.world, sheet)) == 51


def test_clicks_on_an_import_that_waits_cost_nothing_while_nothing_can_have_changed(sandbox, ada) -> None:
    link_sheet(sandbox.world, ada)
    run = begun(ada)
    browser = Client()
    browser.force_login(ada, backend="accounts.backends.Spotify")
    for _ in range(20):
        page = " ".join(browser.post("/sync/", follow=True).content.decode().split())
    assert "Your newest tracks were read at" in page
    assert "waits for its share of what Spotify allows, and continues by itself today at" in page
    after = SyncRun.objects.get(pk=run.pk)
    assert (after.state, after.resume_at, after.spotify_requests) == ("waiting", run.resume_at, 1)


def test_a_later_click_on_an_import_that_waits_reads_what_is_new_and_keeps_its_progress(sandbox, ada) -> None:
    link_sheet(sandbox.world, ada)
    run = begun(ada)
    browser = Client()
    browser.force_login(ada, backend="accounts.backends.Spotify")
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        page = browser.post("/sync/", follow=True).content.decode()
        assert "what is new comes at once, the rest of your library when its share allows" in page
        # A click would read the ten tracks behind the first page as well, of which it may read five at once.
        SyncRun.objects.filter(pk=run.pk).update(trigger="schedule")
        sync.run_sync(run.pk)
    run.refresh_from_db()
    # The first page, and here it is the one above the cursor as well.
    assert (run.state, run.problem_code, run.spotify_requests) == ("waiting", "spotify_pages_later", 3)
    # Not “50 of 50”, which is all that the first page knows of.
    assert (run.progress_done, run.progress_total) == (50, 60)


def test_an_import_that_waits_deletes_no_row_of_an_older_sync(sandbox, ada) -> None:
    sheet = link_sheet(sandbox.world, ada, scope="all")
    first = sync.run_sync(runs.find_or_make(ada, SyncRun.Trigger.SCHEDULE).pk)
    assert first is not None
    before = tab_rows(sandbox.world, sheet)
    assert (first.state, len(before)) == ("done", 61)
    # As after the account was deleted and made again.
    SavedTrack.objects.filter(user=ada).delete()
    LibraryState.objects.filter(user=ada).delete()
    LinkedSheet.objects.filter(pk=sheet.pk).delete()
    sheet.pk = None
    sheet.confirmed_hash = ""
    sheet.save(force_insert=True)
    begun(ada)
    assert tab_rows(sandbox.world, sheet) == before
