"""Making, changing and removing smart sheets, and asking why a track is in one."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from library.rules.conditions import PlaysGenre, RangeCondition, Rules, SavedBetween
from library.rules.presets import PRESETS
from library.rules.serialization import rules_from_json, rules_to_json
from sheets.models import SmartTab
from tests.support.songs import Song, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORKOUT = {"name": "Workout", "match": "all", "order": "tempo-down", "limit": "100"}
FAST = {"kind-0": "tempo", "is-0": "is", "first-0": "120", "second-0": ""}


@pytest.fixture
def sheet(alice) -> SmartTab:
    return SmartTab.objects.create(
        user=alice, name="Fast", rules=rules_to_json(Rules((RangeCondition("tempo", low=120),), limit=1))
    )


def rules() -> Rules:
    return rules_from_json(SmartTab.objects.get().rules)


def test_the_list_shows_rules_in_words_and_the_coverage(as_alice, alice, sheet):
    save(alice, Song(NOON, tempo=130))
    save(alice, Song(NOON, has_features=False))
    page = as_alice.get("/smart/")
    assertContains(page, "Tempo at least 120 BPM")
    assertContains(page, "audio features are known for 1 of your 2 saved tracks")
    assertContains(page, "The next sync makes its tab")


@pytest.mark.parametrize(
    "path", ["/smart/{}/", "/smart/{}/remove/", "/smart/{}/why/", "/smart/{}/why/1/", "/smart/{}/again/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_another_person_it_is_a_404(as_bob, sheet, path, method):
    answer = getattr(as_bob, method)(path.format(sheet.pk))
    assert answer.status_code in (404, 405)
    assert SmartTab.objects.filter(delete_pending=False, gid=sheet.gid).exists()


def test_a_preset_is_shown_before_anything_is_saved(as_alice):
    page = as_alice.get("/smart/new/?preset=Workout")
    assertContains(page, 'value="Workout"')
    assertContains(page, '<input type="hidden" name="kind-2" value="danceability">', html=True)
    assertContains(page, "Make this sheet")
    assert not SmartTab.objects.exists()
    assert as_alice.get("/smart/new/?preset=Nothing").status_code == 404


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_saved_as_shown_is_the_preset(as_alice, name):
    page = as_alice.get(f"/smart/new/?preset={name}")
    assertRedirects(as_alice.post("/smart/new/", fields(page.content.decode())), "/smart/")
    assert rules() == PRESETS[name]


def fields(page: str) -> dict[str, str]:
    """What a browser without JavaScript would send of the form."""
    form = page[page.index('<form method="post" class="card builder"') :]
    form = form[: form.index("</form>")]
    found = dict(re.findall(r'<input[^>]* name="([a-z0-9-]+)"[^>]*? value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]* name="([a-z0-9-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found | {"match": "all"}


def test_a_form_is_stored_as_rules(as_alice, alice):
    conditions = FAST | {"kind-1": "genre", "is-1": "not", "first-1": "Hip-Hop", "second-1": ""}
    days = {"kind-3": "saved_between", "is-3": "is", "first-3": "2026-01-01", "second-3": "2026-12-31"}
    as_alice.post("/smart/new/", WORKOUT | conditions | days)
    sheet = SmartTab.objects.get(user=alice)
    assert sheet.name == "Workout"
    first, last = datetime(2026, 1, 1).date(), datetime(2026, 12, 31).date()
    assert rules().conditions == (
        RangeCondition("tempo", low=120),
        PlaysGenre("hip hop", negated=True),
        SavedBetween(first, last),
    )


def test_editing_keeps_the_tab(as_alice, sheet):
    as_alice.post(f"/smart/{sheet.pk}/", WORKOUT | FAST | {"name": "Faster", "first-0": "150,5"})
    changed = SmartTab.objects.get()
    assert (changed.pk, changed.gid, changed.name) == (sheet.pk, sheet.gid, "Faster")
    assert rules().conditions == (RangeCondition("tempo", low=150.5),)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Give it a name"),
        ({"name": "x" * 81}, "Give it a name"),
        ({"name": "FAST"}, "You have a smart sheet called FAST already"),
        ({"first-0": "fast"}, ">Condition 1 (Tempo): enter a number from 0 to 400; fast is not one."),
        ({"first-0": ""}, ">Tempo: Fill this in, or take the condition off."),
        ({"limit": "many"}, "The limit is a whole number"),
        ({"order": "price"}, "is not something to sort by"),
        ({"match": "some"}, "Conditions are joined with all or any."),
    ],
)
def test_invalid_fields_have_an_error_and_nothing_is_stored(as_alice, sheet, wrong, sentence):
    page = as_alice.post("/smart/new/", WORKOUT | FAST | wrong)
    assertContains(page, sentence, status_code=422)
    assert SmartTab.objects.count() == 1


def test_the_preview_counts_and_shows_the_first_rows_and_saves_nothing(as_alice, alice):
    save(alice, Song(NOON, tempo=130, energy=0.5), name="Quick")
    save(alice, Song(NOON, tempo=140, energy=0.5), name="Quicker")
    save(alice, Song(NOON, tempo=90), name="Slow")
    page = as_alice.post("/smart/preview/", WORKOUT | FAST | {"limit": "1"})
    assertContains(page, "2 of your 3 tracks fit.")
    assertContains(page, "The sheet takes 1 of them, fastest first.")
    assertContains(page, "Quicker")
    assertContains(page, "140 BPM")
    assertNotContains(page, "Slow")
    assertNotContains(page, "<html")
    assert not SmartTab.objects.exists()


def test_without_scripts_a_button_previews(as_alice):
    page = as_alice.post("/smart/new/", WORKOUT | FAST | {"do": "preview"})
    assertContains(page, "0 of your 0 tracks fit.")
    assertContains(page, 'value="Workout"')
    assert not SmartTab.objects.exists()


def test_the_preview_of_invalid_rules_shows_the_error(as_alice):
    page = as_alice.post("/smart/preview/", WORKOUT | FAST | {"first-0": "fast"})
    assertContains(page, "Condition 1 (Tempo)")


def test_a_smart_sheet_is_removed_without_its_tab(as_alice, sheet):
    SmartTab.objects.update(last_title="Fast")
    assertContains(as_alice.get(f"/smart/{sheet.pk}/remove/"), "Keep the tab as it is")
    as_alice.post(f"/smart/{sheet.pk}/remove/", {"tab": "keep"})
    assert not SmartTab.objects.exists()


def test_a_smart_sheet_removed_with_its_tab_waits_for_the_next_sync_and_frees_its_name(as_alice, sheet):
    SmartTab.objects.update(last_title="Fast")
    assertContains(as_alice.post(f"/smart/{sheet.pk}/remove/", {"tab": "delete"}, follow=True), "next sync")
    assert SmartTab.objects.get().delete_pending
    assert as_alice.get(f"/smart/{sheet.pk}/").status_code == 404
    as_alice.post("/smart/new/", WORKOUT | FAST | {"name": "Fast"})
    assert SmartTab.objects.filter(name="Fast").count() == 2


def test_a_tab_that_the_person_deleted_can_be_created_again(as_alice, sheet):
    SmartTab.objects.update(deleted_by_user=True, last_title="Fast", spreadsheet_id="alices")
    assertContains(as_alice.get("/smart/"), "Make its tab again")
    as_alice.post(f"/smart/{sheet.pk}/again/")
    again = SmartTab.objects.get()
    assert (again.deleted_by_user, again.last_title) == (False, "")
    assert again.gid != sheet.gid


def test_the_page_explains_why_a_track_is_in_the_sheet_or_not(as_alice, alice, sheet):
    texts = {
        "in": "It is in <bdi>Fast</bdi>",
        "beyond": "It fits <bdi>Fast</bdi>, but the sheet is full",
        "slow": "Does not fit",
        "unknown": "Not known: no audio features for this track",
    }
    songs = {"beyond": Song(NOON, tempo=121), "slow": Song(NOON, tempo=80), "in": Song(NOON, tempo=122)}
    songs |= {"unknown": Song(NOON, has_features=False)}
    saves = {name: save(alice, song, name=name) for name, song in songs.items()}
    for name, saved in saves.items():
        assertContains(as_alice.get(f"/smart/{sheet.pk}/why/{saved.pk}/"), texts[name])


def test_a_track_is_searched_by_words_or_by_its_link(as_alice, alice, bob, sheet):
    saved = save(alice, Song(NOON), name="Jóga")
    other = save(bob, Song(NOON), name="Jóga too")
    for asked in ["Jóga", f"https://open.spotify.com/track/{saved.track.key}?si=x"]:
        page = as_alice.get(f"/smart/{sheet.pk}/why/", {"track": asked})
        assertContains(page, f"/why/{saved.pk}/")
        assertNotContains(page, other.track.name)
    assertContains(
        as_alice.get(f"/smart/{sheet.pk}/why/?track=nothing"), "None of your saved tracks has these words"
    )
    assert as_alice.get(f"/smart/{sheet.pk}/why/{other.pk}/").status_code == 404


def test_a_visitor_is_redirected_to_sign_in(client, sheet):
    assert client.get("/smart/").status_code == 302


def test_its_pages_are_like_every_page(as_alice, alice, sheet):
    saved = save(alice, Song(NOON))
    paths = [
        "",
        "new/",
        f"{sheet.pk}/",
        f"{sheet.pk}/remove/",
        f"{sheet.pk}/why/",
        f"{sheet.pk}/why/{saved.pk}/",
    ]
    for path in paths:
        page = as_alice.get(f"/smart/{path}").content.decode()
        assert len(re.findall("<h1", page)) == 1
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page)
        forms = re.findall(r'<form method="post".*?</form>', page, flags=re.DOTALL)
        assert all("csrfmiddlewaretoken" in form for form in forms)


def test_previews_that_are_used_up_leave_the_form_as_it_was(as_alice, settings):
    settings.SMART_PREVIEWS_PER_MINUTE = 1
    form = {"name": "Mine", "match": "all"}
    assertNotContains(as_alice.post("/smart/preview/", form), "The next is shown from")
    assertContains(as_alice.post("/smart/preview/", form), "The next is shown from")
    page = as_alice.post("/smart/new/", form | {"do": "preview"})
    assertContains(page, "The next is shown from")
    assertContains(page, 'value="Mine"')
    # Saving needs none.
    assert as_alice.post("/smart/new/", form).status_code == 302


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 12),
        ("new/", 14),
        ("new/?preset=Chill", 15),
        ("{tab}/", 15),
        ("{tab}/why/", 9),
        ("{tab}/why/?track=a", 9),
        ("{tab}/why/{save}/", 11),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_library_or_the_sheets(
    as_alice, alice, sheet, path, most
):
    saved = save(alice, Song(NOON, tempo=125, genres=(("jazz",),)), name="a")
    address = f"/smart/{path}".format(tab=sheet.pk, save=saved.pk)
    with CaptureQueriesContext(connection) as few:
        as_alice.get(address)
    for number in range(30):
        save(alice, Song(NOON, tempo=130, energy=0.1, genres=(("jazz", "soul"), (f"g{number}",))), name="a")
    for number in range(10):
        SmartTab.objects.create(user=alice, name=f"Mine {number}", rules=sheet.rules)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(address)
    assert len(many) <= len(few) <= most


def test_while_typing_seven_queries_are_enough(as_alice, alice):
    save(alice, Song(NOON, tempo=130, genres=(("jazz",),)))
    with CaptureQueriesContext(connection) as queries:
        as_alice.post("/smart/preview/", WORKOUT | FAST)
    assert len(queries) <= 7  # two of them for the session and the person


def test_lines_that_come_and_go_are_a_part_of_the_page_that_saves_nothing(as_alice, alice):
    save(alice, Song(NOON, tempo=130))
    page = as_alice.post("/smart/conditions/", WORKOUT | FAST | {"add": "genre"})
    assertContains(page, 'name="kind-1" value="genre"')
    assertContains(page, 'name="first-0" value="120"')
    assertContains(page, "1 of your 1 tracks fits.")
    assertNotContains(page, "<html")
    assertNotContains(as_alice.post("/smart/conditions/", WORKOUT | FAST | {"remove": "0"}), "kind-0")
    assert not SmartTab.objects.exists()


def test_without_scripts_the_form_comes_back_with_a_line_more_or_less(as_alice, alice, sheet):
    page = as_alice.post(f"/smart/{sheet.pk}/", WORKOUT | FAST | {"name": "Mine", "add": "decade"})
    assertContains(page, '<option value="1990" selected>1990s</option>', html=True)
    assertContains(page, 'value="Mine"')
    assertNotContains(page, "Error:")
    assertNotContains(as_alice.post("/smart/new/", WORKOUT | FAST | {"remove": "0"}), "kind-0")
    assert SmartTab.objects.get().name == "Fast"


def test_a_line_for_a_genre_asks_for_those_of_the_library(as_alice):
    assertNotContains(as_alice.get("/smart/new/"), "<datalist")
    for path in ("/smart/new/", "/smart/conditions/"):
        page = as_alice.post(path, {"name": "x", "add": "genre"})
        assertContains(page, '<datalist id="genres" hx-get="/library/genres/"')


def test_cards_of_presets_count_the_persons_tracks_alone(as_alice, alice, bob):
    for person in (alice, bob, bob):
        save(person, Song(NOON, energy=0.3, release_date="1994"))
    assertContains(as_alice.get("/smart/"), "1 of your tracks fits")


def test_a_second_sheet_of_a_preset_is_made_without_thinking_of_a_name(as_alice, alice):
    SmartTab.objects.create(user=alice, name="Chill", rules=rules_to_json(PRESETS["Chill"]))
    page = as_alice.get("/smart/new/?preset=Chill").content.decode()
    assertRedirects(as_alice.post("/smart/new/", fields(page)), "/smart/")
    assert SmartTab.objects.filter(name="Chill 2").exists()


def test_errors_are_summed_up_with_links_to_their_fields(as_alice):
    page = as_alice.post("/smart/new/", {"name": "", "kind-0": "genre"})
    assertContains(page, "<title>Error:", status_code=422)
    assertContains(page, 'href="#name"', status_code=422)
    assertContains(page, 'href="#first-0"', status_code=422)
