"""The pages of the library: what is found, how it is paged, and that nobody sees anybody else's."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from library.models import LibraryState, SavedTrack, Track
from library.rules.conditions import RangeCondition, Rules
from library.rules.serialization import rules_to_json
from library.search import search_text
from sheets.models import LinkedSheet, SmartTab
from tests.support.songs import Song, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def named(user, name: str, song: Song, **more) -> SavedTrack:
    saved = save(user, song, name=name, **more)
    Track.objects.filter(pk=saved.track_id).update(search_text=search_text(name))
    return saved


@pytest.fixture
def songs(alice) -> None:
    named(alice, "Jóga", Song(NOON, tempo=85, energy=0.2, genres=(("trip hop",),)))
    named(alice, "Says", Song(NOON - DAY, tempo=118.5, energy=0.35, explicit=True))
    named(alice, "Gone", Song(NOON - 3 * DAY), removed_at=NOON - DAY)


def titles(page) -> list[str]:
    return re.findall(r'class="name"[^>]*>([^<]*)</a>', page.content.decode())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Jóga", "Says"]),
        ("search=joga", ["Jóga"]),
        ("search=joga+says", []),
        ("genre=Trip-Hop", ["Jóga"]),
        ("tempo_min=100", ["Says"]),
        ("energy_max=20", ["Jóga"]),
        ("energy_min=20,5&energy_max=90", ["Says"]),
        ("saved_from=2026-11-22", ["Jóga"]),
        ("saved_to=2026-11-21", ["Says"]),
        ("explicit=yes", ["Says"]),
        ("removed=only", ["Gone"]),
        ("removed=any", ["Jóga", "Says", "Gone"]),
        ("sort=title", ["Jóga", "Says"]),
        ("sort=-tempo", ["Says", "Jóga"]),
        ("as_of=2026-11-20", ["Gone"]),
        ("as_of=2026-11-21", ["Says"]),
        ("unknown=1", ["Jóga", "Says"]),
    ],
)
def test_what_is_asked_for_is_listed(as_alice, songs, query, found):
    page = as_alice.get(f"/library/?{query}")
    assert (page.status_code, titles(page)) == (200, found)


def test_nobody_finds_what_is_anothers(as_bob, songs):
    for query in ("", "removed=any", "search=joga", "as_of=2026-11-22"):
        assert titles(as_bob.get(f"/library/?{query}")) == []
        assert b"".join(as_bob.get(f"/library/export.jsonl?{query}").streaming_content) == b""


def test_the_sheet_and_smart_sheets_can_be_asked_for(as_alice, alice, songs):
    LinkedSheet.objects.filter(user=alice).update(scope="recent", recent_count=1)
    first = SavedTrack.objects.filter(user=alice, removed_at=None).order_by("-position")[0].track
    assert first is not None
    assert titles(as_alice.get("/library/?sheet=in")) == [first.name]
    assert first.name not in titles(as_alice.get("/library/?sheet=out"))
    rules = rules_to_json(Rules((RangeCondition("tempo", low=100),), limit=1))
    tab = SmartTab.objects.create(user=alice, name="Fast", rules=rules)
    page = as_alice.get(f"/library/?smart={tab.pk}")
    assert titles(page) == ["Says"]
    assertContains(page, "<bdi>In Fast</bdi>")


def test_the_smart_sheet_of_another_person_is_no_choice(as_bob, alice):
    tab = SmartTab.objects.create(user=alice, name="Secret", rules=rules_to_json(Rules()))
    page = as_bob.get(f"/library/?smart={tab.pk}")
    assert page.status_code == 422
    assertNotContains(page, "Secret", status_code=422)


def test_each_filter_is_a_chip_that_leads_to_the_list_without_it(as_alice, songs):
    page = as_alice.get("/library/?search=says&tempo_min=100&explicit=yes&sort=title")
    assertContains(page, "1 of 2 tracks")
    assertContains(page, 'href="/library/?search=says&amp;sort=title&amp;tempo_min=100"')
    assertContains(page, 'href="/library/?sort=title">Clear all')
    for words in ("“says”", "Tempo from 100 BPM", "Only explicit"):
        assertContains(page, words)


@pytest.mark.parametrize(
    ("query", "field", "error"),
    [
        ("tempo_min=900", "tempo_min", "Type a number from 0 to 400."),
        ("energy_min=loud", "energy_min", "Type a number from 0 to 100."),
        ("energy_min=80&energy_max=20", "energy_max", "This end lies before the beginning."),
        ("saved_from=yesterday", "saved_from", "Type a day like 2026-11-22."),
        ("as_of=0001-01-01", "as_of", "There is no such day"),
        ("sort=price", "sort", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(as_alice, songs, query, field, error):
    page = as_alice.get(f"/library/?search=says&{query}")
    assert page.status_code == 422
    assertContains(page, f'<a href="#id_{field}">', status_code=422)
    assertContains(page, error, status_code=422)
    assertContains(page, 'value="says"', status_code=422)
    assert titles(page) == []
    assertRedirects(
        as_alice.get(f"/library/export.csv?{query}"), f"/library/?{query}", target_status_code=422
    )


def test_htmx_gets_what_changes_and_the_address_of_the_list(as_alice, songs):
    page = as_alice.get("/library/?search=says&genre=&sort=-added", headers={"HX-Request": "true"})
    assertNotContains(page, "<html")
    assertContains(page, 'data-address="/library/?search=says"')
    assertContains(page, '<div hx-swap-oob="innerHTML:#count">1 of 2 tracks</div>', html=True)


def test_pages_follow_one_another_without_a_gap(as_alice, alice):
    for number in range(120):
        named(alice, f"Song {number:03}", Song(NOON - number * DAY, tempo=100 if number % 2 else None))
    for sort in ("-added", "title", "tempo", "-release_date", "duration"):
        address, seen = f"/library/?sort={sort}", []
        while address:
            page = as_alice.get(address)
            seen += titles(page)
            link = re.search(r'rel="next" href="([^"]*)"', page.content.decode())
            address = link[1].replace("&amp;", "&") if link else ""
        assert len(seen) == len(set(seen)) == 120, sort
        assertContains(page, "Back to the first")


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "W251bGwsICJ4Il0", "WyJcdTAwMDAiLDFd", "é"])
def test_a_cursor_that_is_none_begins_anew(as_alice, songs, cursor):
    for sort in ("-added", "title", "tempo", "duration"):
        assert len(titles(as_alice.get("/library/", {"sort": sort, "after": cursor}))) == 2


def test_the_library_of_a_day_has_its_name_and_a_way_back(as_alice, songs):
    page = as_alice.get("/library/?as_of=2026-11-20&sort=title")
    assertContains(page, "My library on 20 Nov 2026", count=3)
    assertContains(page, '<a href="/library/?sort=title">Back to today</a>')


def test_removed_tracks_can_be_copied(as_alice, songs):
    Track.objects.filter(name="Gone").update(spotify_id="abc")
    page = as_alice.get("/library/?removed=only")
    assertContains(page, "<h1")
    assertContains(page, "Removed tracks")
    assertContains(page, 'data-copies-links="tracks"')
    assertContains(page, 'data-copies-links="save-', count=1)
    assertContains(page, "removed 21 Nov 2026")


@pytest.mark.parametrize(("form", "media_type"), [("csv", "text/csv"), ("jsonl", "application/jsonl")])
def test_a_file_has_what_the_page_lists(as_alice, songs, form, media_type):
    answer = as_alice.get(f"/library/export.{form}?search=s&sort=title")
    text = b"".join(answer.streaming_content).decode()
    rows = (
        list(csv.DictReader(text.splitlines())) if form == "csv" else list(map(json.loads, text.splitlines()))
    )
    assert [row["title"] for row in rows] == ["Says"]
    assert answer["Content-Type"].startswith(media_type)
    assert re.fullmatch(
        rf'attachment; filename="saved-tracks-\d+-\d+-\d+\.{form}"', answer["Content-Disposition"]
    )
    assert "no-store" in answer["Cache-Control"]


def test_empty_states_say_what_to_do(as_alice, as_bob, alice, bob):
    assertContains(as_bob.get("/library/"), "Link a sheet")
    assertContains(as_alice.get("/library/"), "Your library is on its way")
    LibraryState.objects.update_or_create(user=alice, defaults={"complete": True})
    assertContains(as_alice.get("/library/"), "No saved tracks")
    assertContains(as_alice.get("/library/?removed=only"), "Nothing was removed")
    named(alice, "Jóga", Song(NOON))
    page = as_alice.get("/library/?search=xyzzy&sort=title")
    assertContains(page, "Nothing fits")
    assertContains(page, 'href="/library/?sort=title">Clear all filters')


@pytest.mark.parametrize("query", ["", "search=song&genre=jazz&tempo_min=1&sheet=in&removed=any&sort=title"])
def test_the_number_of_queries_does_not_grow_with_the_library(as_alice, alice, query):
    counts = []
    for _ in range(2):
        for _ in range(4):
            named(alice, "Song", Song(NOON, tempo=100, genres=(("jazz",),)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_alice.get(f"/library/?{query}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_names_are_escaped(as_alice, alice):
    named(alice, "<b>Jóga", Song(NOON))
    assertContains(as_alice.get("/library/"), "&lt;b&gt;Jóga")


def test_a_track_has_a_page(as_alice, alice):
    track = save(alice, Song(NOON), name="<b>Jóga").track
    assertContains(as_alice.get(f"/library/tracks/{track.pk}/"), "&lt;b&gt;Jóga")


def test_a_track_that_the_person_never_saved_is_a_404(as_bob, alice):
    track = save(alice, Song(NOON)).track
    assert as_bob.get(f"/library/tracks/{track.pk}/").status_code == 404
    assert as_bob.get("/library/tracks/99999999999999999999/").status_code == 404


def test_a_tracks_page_asks_no_more_of_a_larger_library(as_alice, alice):
    track = save(alice, Song(NOON)).track
    SmartTab.objects.create(user=alice, name="Few", rules=rules_to_json(Rules(limit=5)))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assertContains(as_alice.get(f"/library/tracks/{track.pk}/"), "Few")
        counts.append(len(queries))
        for _ in range(4):
            save(alice, Song(NOON))
    assert counts[0] == counts[1] <= 18


def test_the_timeline_asks_no_more_of_a_larger_library(as_alice, alice):
    counts = []
    for _ in range(2):
        for number in range(4):
            save(alice, Song(NOON - number * DAY, genres=(("jazz",),)))
        with CaptureQueriesContext(connection) as queries:
            assertContains(as_alice.get("/library/timeline/"), "22 Nov 2026")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_the_timeline_says_when_there_is_nothing(as_alice, alice):
    assertContains(as_alice.get("/library/timeline/"), "Nothing has come or gone yet")
    save(alice, Song(NOON))
    assertContains(as_alice.get("/library/timeline/?before=2020-01-01"), "Nothing before that")


def test_genres_are_offered_with_their_tracks(as_alice, as_bob, songs):
    assertContains(as_alice.get("/library/genres/"), '<option value="trip hop" label="trip hop, 1 track">')
    assertNotContains(as_bob.get("/library/genres/"), "trip hop")
