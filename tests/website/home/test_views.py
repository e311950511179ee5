"""The home page of a person who is signed in: the state of the sync and of the permissions."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Credential
from library.models import Album, SavedTrack, Track
from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun
from tests.support.songs import Song, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def done(user, **receipt) -> SyncRun:
    now = timezone.now()
    return SyncRun.objects.create(
        user=user, trigger="schedule", state="done", started_at=now, finished_at=now, receipt=receipt
    )


def test_a_new_person_is_led_to_linking_a_sheet(as_bob):
    page = as_bob.get("/")
    assertContains(page, "One step left: your sheet")
    assertContains(page, 'href="/sheet/"')
    assertNotContains(page, "Sync now")


@time_machine.travel(NOON, tick=False)
def test_the_next_sync_is_shown_in_the_persons_time_zone(as_alice):
    Schedule.objects.update(next_run_at=datetime(2026, 11, 23, 8, 7, tzinfo=UTC))
    page = as_alice.get("/")
    assertContains(page, "next tomorrow at 09:07")
    assertContains(page, "Europe/Berlin")


def test_the_page_links_to_the_sheet_and_offers_to_sync(as_alice):
    page = as_alice.get("/")
    assertContains(page, "the 50 most recent")
    assertContains(page, '<a href="/sheet/">Choose what goes in</a>')
    assertContains(page, 'href="https://docs.google.com/spreadsheets/d/alices/edit"')
    assertContains(page, "Sync now")


@time_machine.travel(NOON, tick=False)
def test_the_page_shows_the_last_day_of_the_spotify_permission(as_alice, alice):
    alice.credentials.filter(provider="spotify").update(authorized_at=NOON)
    assertContains(as_alice.get("/"), "Allowed until 22 May 2027")


@time_machine.travel(NOON, tick=False)
def test_renewal_of_a_permission_is_offered_in_its_last_month(as_alice, alice):
    alice.credentials.filter(provider="spotify").update(authorized_at=NOON - timedelta(days=160))
    page = as_alice.get("/")
    assertContains(page, "Ends soon")
    assertContains(page, "Renew it now")


@pytest.mark.parametrize(("vendor", "backend"), [("Spotify", "spotify"), ("Google", "google-oauth2")])
def test_an_ended_connection_can_be_connected_again(as_alice, alice, vendor, backend):
    alice.credentials.filter(provider=vendor.lower()).update(state=Credential.State.ENDED)
    page = as_alice.get("/")
    assertContains(page, "Disconnected")
    assertContains(page, f'action="/login/{backend}/"')


@pytest.mark.parametrize(
    ("fix", "button", "action"),
    [
        ("spotify", "Connect Spotify again", "/login/spotify/"),
        ("google", "Connect Google again", "/login/google-oauth2/"),
        ("sheet", "I have fixed it, sync now", "/settings/try-again/"),
    ],
)
def test_a_problem_is_shown_at_the_top_with_the_one_button_that_fixes_it(
    as_alice, alice, fix, button, action
):
    alice.credentials.filter(provider="spotify").update(state=Credential.State.ENDED)
    Schedule.objects.update(
        pause="problem",
        problem_code="sheet_gone",
        problem_fix=fix,
    )
    page = as_alice.get("/")
    assertContains(page, "Google no longer finds the spreadsheet in your Drive", count=1)
    assertContains(page, button, count=1)
    assertContains(page, f'action="{action}"', count=1)
    assertNotContains(page, "Sync now")
    assertNotContains(page, "Connect again")


@pytest.mark.parametrize(("pause", "words"), [("person", "paused by you"), ("admin", "paused by an admin")])
def test_the_page_shows_who_paused_the_schedule(as_alice, alice, pause, words):
    Schedule.objects.update(pause=pause)
    assertContains(as_alice.get("/"), words)


def test_progress_is_requested_every_second_while_a_run_works(as_alice, alice):
    run = SyncRun.objects.create(
        user=alice,
        trigger="person",
        state="running",
        phase="reading",
        progress_done=350,
        progress_total=1400,
    )
    page = as_alice.get("/")
    assertContains(page, "350 of 1,400 tracks")
    assertContains(page, f'hx-get="/runs/{run.pk}/progress/?seen=working" hx-trigger="every 1s"')
    assertNotContains(page, "Sync now")


@time_machine.travel(NOON, tick=False)
def test_a_waiting_run_is_shown_with_its_reason_and_the_time_it_resumes(as_alice, alice):
    SyncRun.objects.create(
        user=alice,
        trigger="schedule",
        state="waiting",
        problem_code="spotify_down",
        resume_at=NOON + timedelta(hours=2),
    )
    page = as_alice.get("/")
    assertContains(page, "Spotify does not answer properly at the moment.")
    assertContains(page, "today at 15:00")
    assertContains(page, "Try now")


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(("waits", "moment"), [(20, "tomorrow at 09:00"), (22, "tomorrow at 10:07")])
def test_an_import_that_waits_for_its_share_says_what_is_done_and_one_moment(as_alice, alice, waits, moment):
    Schedule.objects.update(next_run_at=NOON + timedelta(hours=21, minutes=7))
    receipt = {"sheet_rows": 50, "sheet_scope": "recent", "recent_count": 50}
    run = SyncRun.objects.create(
        **{"user": alice, "trigger": "person", "state": "waiting", "receipt": receipt, "reads_pages": True},
        **{"problem_code": "spotify_pages_later", "resume_at": NOON + timedelta(hours=waits)},
        **{"progress_done": 800, "progress_total": 1400},
    )
    home, own = (" ".join(as_alice.get(path).content.decode().split()) for path in ("/", f"/runs/{run.pk}/"))
    assert "Your newest tracks are in your sheet</h1>" in home
    assert f"<span>next {moment}</span>" in home
    for page in (home, own):
        assert "Your 50 most recent tracks are in your sheet: all that you chose." in page
        assert "800 of 1,400 tracks" in page
        assert f'The rest continues by itself <strong class="together">{moment}</strong>' in page
        assert page.count("Your newest tracks come first") == 1
    assert len(set(re.findall(r"tomorrow at \d\d:\d\d", home.lower()))) == 1


def test_the_last_runs_come_with_their_receipts(as_alice, alice):
    done(alice, spotify_total=1400, database=1399, sheet_rows=50, added=12, removed=3)
    page = as_alice.get("/")
    for number in ("1,400", "1,399", "12 added", "3 removed"):
        assertContains(page, number)


def test_a_failed_run_is_shown_with_its_reason(as_alice, alice):
    SyncRun.objects.create(
        user=alice,
        trigger="person",
        state="failed",
        problem_code="spotify_forbidden",
    )
    page = as_alice.get("/")
    assertContains(page, "The last sync stopped")
    assertContains(page, "Spotify refuses to show saved tracks to this app.", count=1)


def test_the_page_shows_nothing_of_other_people(as_bob, alice):
    done(alice, spotify_total=77_777)
    page = as_bob.get("/")
    assertNotContains(page, "77,777")
    assertNotContains(page, "alices")


def test_titles_and_names_are_escaped(as_alice, alice):
    LinkedSheet.objects.update(title="<b>مكتبتي</b>")
    done(
        alice,
        left_out=[{"track": "<script>alert(1)</script>", "reason": "saved_twice"}],
        kept=["<u>mine</u>"],
    )
    page = as_alice.get("/").content.decode()
    for tag in ("<b>مكتبتي", "<script>alert", "<u>mine"):
        assert tag not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def queries_of(client, path: str = "/") -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_the_runs_or_the_library(as_alice, alice):
    def fill(days: range) -> None:
        for day in days:
            done(alice, added=1)
            at = timezone.now() - timedelta(days=day)
            save(alice, Song(at, genres=(("jazz", "soul"),)))
            gone = save(alice, Song(at - timedelta(days=50)))
            SavedTrack.objects.filter(pk=gone.pk).update(removed_at=at, removal_confirmed_at=at)

    fill(range(2))
    before = queries_of(as_alice)
    fill(range(30))
    assert queries_of(as_alice) == before <= 28


def test_the_newest_saves_are_shown_with_their_page_here_and_at_spotify(as_alice, alice):
    saved = save(alice, Song(datetime(2026, 11, 20, 12, tzinfo=UTC)), name="Jóga <b>")
    Track.objects.filter(pk=saved.track_id).update(artist_line="Björk", spotify_id="2FqMSKmHsSmPRMUS2cTbeG")
    page = as_alice.get("/").content.decode()
    grid = page.split('<ul class="newest">')[1].split("</ul>")[0]
    assert f'href="/library/tracks/{saved.track_id}/"' in grid
    assert "Jóga &lt;b&gt;" in grid
    assert "Björk" in grid
    assert 'href="https://open.spotify.com/track/2FqMSKmHsSmPRMUS2cTbeG"' in grid
    assert 'class="spotify-credit"' in page


def test_covers_are_lazy_and_of_a_middle_size(as_alice, alice):
    saved = save(alice, Song(timezone.now()))
    Album.objects.filter(pk=saved.track.album_id).update(
        medium_image_url="https://i.scdn.co/image/ab67616d00001e02"
    )
    cover = re.search(r'<img class="cover medium"[^>]+>', as_alice.get("/").content.decode())
    assert cover
    assert 'loading="lazy"' in cover[0]
    assert "/image/ab67616d00001e02" in cover[0]


def test_what_was_saved_and_removed_in_seven_days_is_counted_and_named(as_alice, alice):
    now = timezone.now()
    for number in range(7):
        save(alice, Song(now - timedelta(days=1)), name=f"Came {number}")
    gone = save(alice, Song(now - timedelta(days=90)), name="Went")
    SavedTrack.objects.filter(pk=gone.pk).update(removed_at=now, removal_confirmed_at=now)
    page = as_alice.get("/").content.decode()
    changes = page.split('<div class="changes">')[1].split("</section>")[0]
    assert "7 tracks saved" in changes
    assert changes.count("Came ") == 5
    assert "and 2 more" in changes
    assert "1 track removed" in changes
    assert "<bdi>Went</bdi>" in changes


def test_the_chart_counts_what_was_saved_in_each_of_twelve_months(as_alice, alice):
    with time_machine.travel(NOON, tick=False):
        for days in (1, 2, 40, 500):
            save(alice, Song(NOON - timedelta(days=days)))
        page = as_alice.get("/").content.decode()
    document = json.loads(re.search(r'<script type="application/json">(.+?)</script>', page)[1])
    assert document["series"][0]["values"] == [0] * 10 + [1, 2]
    assert (document["labels"][0], document["labels"][-1]) == ("Dec 2025", "Nov 2026")
    assert "2 tracks saved this month. It is the most in twelve months." in page


def test_before_the_first_track_the_page_says_what_comes(as_alice, as_bob):
    assertContains(as_bob.get("/"), "Your music comes here")
    assertContains(as_alice.get("/"), "No saved tracks yet")


def first_success(alice, **receipt) -> None:
    usual = {"sheet_rows": 50, "sheet_scope": "recent", "recent_count": 50, "database": 1400}
    done(alice, **(usual | receipt))


def test_after_the_first_success_the_rest_is_offered_and_written_with_one_press(as_alice, alice):
    first_success(alice)
    page = as_alice.get("/")
    assertContains(page, "50 of your 1,400 tracks are in your sheet: write all 1,400?")
    assertContains(page, ">Write all 1,400<")
    assert as_alice.post("/sheet/everything/").url == "/"
    assert LinkedSheet.objects.get().scope == "all"
    assert alice.runs.first().is_active
    assertNotContains(as_alice.get("/"), "write all 1,400?")


def test_who_has_enough_is_not_asked_again(as_alice, as_bob, alice):
    first_success(alice)
    assertContains(as_alice.get("/"), "No, 50 are enough")
    as_bob.post("/hints/write_everything/dismiss/")
    assertContains(as_alice.get("/"), "No, 50 are enough")
    assert as_alice.post("/hints/write_everything/dismiss/").url == "/"
    assertNotContains(as_alice.get("/"), "No, 50 are enough")
    assert as_alice.post("/hints/of_tomorrow/dismiss/").status_code == 404


@pytest.mark.parametrize(
    ("receipt", "sheet"),
    [
        ({"database": 50}, {}),
        ({"database": 30, "sheet_rows": 30}, {}),
        ({}, {"recent_count": 100}),
        ({}, {"scope": "all"}),
    ],
)
def test_nothing_is_offered_where_there_is_no_more_or_the_person_has_chosen(as_alice, alice, receipt, sheet):
    first_success(alice, **receipt)
    LinkedSheet.objects.update(**sheet)
    assertNotContains(as_alice.get("/"), "are enough")


def hold_a_track(alice) -> None:
    saved = save(alice, Song(timezone.now()))
    SavedTrack.objects.filter(pk=saved.pk).update(missing="held", missing_since=timezone.now())


def test_the_question_about_missing_tracks_stands_first_with_its_button(as_alice, alice):
    done(alice)
    hold_a_track(alice)
    page = as_alice.get("/").content.decode()
    banner, rest = page.split('<section class="standing-line">')
    assert page.count('class="banner"') == 1
    assert "1 track is missing at Spotify. Nothing goes from your history" in banner
    assert '<a role="button" href="/missing/">Look at them and decide</a>' in banner
    assert "Up to date, except for one question" in rest
    assert "missing at Spotify" not in rest
    opens = rest.split('href="https://docs.google.com')[0]
    assert 'role="button" class="outline"' in opens


def test_a_problem_stands_before_the_question(as_alice, alice):
    alice.credentials.filter(provider="spotify").update(state=Credential.State.ENDED)
    hold_a_track(alice)
    page = as_alice.get("/").content.decode()
    places = [page.index(words) for words in ("Disconnected", "missing at Spotify", "standing-line")]
    assert places == sorted(places)


def test_one_question_at_a_time_is_asked(as_alice, alice):
    first_success(alice)
    hold_a_track(alice)
    assertNotContains(as_alice.get("/"), "are enough")
    as_alice.post("/missing/keep/")
    assertContains(as_alice.get("/"), "No, 50 are enough")


@pytest.mark.parametrize("state", ["queued", "running", "waiting"])
def test_nothing_is_offered_while_a_sync_is_active(as_alice, alice, state):
    first_success(alice)
    run = SyncRun.objects.create(user=alice, trigger="person", state=state)
    assertNotContains(as_alice.get("/"), "are enough")
    SyncRun.objects.filter(pk=run.pk).delete()
    assertContains(as_alice.get("/"), "No, 50 are enough")


def test_without_a_sheet_everything_leads_to_linking_one(as_bob):
    assert as_bob.post("/sheet/everything/").url == "/sheet/"


def test_what_changes_by_itself_is_said_by_a_region_that_is_there_before(as_alice, alice):
    SyncRun.objects.create(user=alice, trigger="person", state="running", phase="reading")
    page = as_alice.get("/").content.decode()
    before, state = page.split('<div id="state"')
    assert '<p class="unseen" role="status" id="news">Syncing now</p>' in before
    assert 'hx-select-oob="#news:innerHTML"' in state
    assert 'role="status"' not in state


@pytest.mark.parametrize(("code", "heals"), [("sheet_not_shared", True), ("sheet_protected", False)])
def test_a_problem_that_may_heal_is_said_to_be_looked_at_again(as_alice, alice, code, heals):
    Schedule.objects.update(pause="problem", problem_code=code, problem_fix="sheet")
    page = as_alice.get("/").content.decode()
    assert (
        ("looked at again once a day" in page)
        == ('href="/sheet/unlink/">Link another sheet</a>' in page)
        == heals
    )


def test_a_run_that_holds_tracks_says_so_in_its_line(as_alice, alice):
    done(alice, added=0, removed=0, changed=0, held=1500)
    assertContains(as_alice.get("/"), "<span>1,500 missing</span>", html=True)


def test_two_runs_of_one_day_are_told_apart_by_their_minute_and_by_who_asked(as_alice, alice):
    for minute, trigger in ((4, "schedule"), (31, "person")):
        run = SyncRun.objects.create(user=alice, trigger=trigger, state="done")
        SyncRun.objects.filter(pk=run.pk).update(created_at=datetime(2020, 11, 22, 9, minute, tzinfo=UTC))
    text = " ".join(as_alice.get("/").content.decode().split())
    assert "10:04 <small>· asked for by your daily schedule</small>" in text
    assert "10:31 <small>· asked for by you</small>" in text


def test_the_name_of_the_site_is_the_link_to_the_page_that_is_shown(as_alice) -> None:
    link = '<a class="brand" href="/" aria-current="page">'
    assertContains(as_alice.get("/"), link)
    assertNotContains(as_alice.get("/syncs/"), link)
