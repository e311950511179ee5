"""The page of choices: what it shows, what it keeps, and what it says when a choice cannot be."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from providers.spotify.problems import SpotifyDown
from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from sheets.sheet_settings import settings_of
from syncer.models import Schedule
from tests.website.conftest import signed_in_as

PATH = "/sheet/contents/"


@pytest.fixture(autouse=True)
def default_columns(alice):
    LinkedSheet.objects.update(columns=list(DEFAULT_COLUMNS))


def asked(*columns: str, **more: str) -> dict[str, str]:
    """The form as a browser sends it, these columns ticked and numbered from 1."""
    ticked = {f"show_{name}": "on" for name in columns if name != "link"}
    places = {f"place_{name}": str(place) for place, name in enumerate(columns, 1)}
    usual = {"scope": "recent", "recent_count": "50", "removed": "go", "mode": "merge"}
    return usual | ticked | places | more


def chosen(user):
    return settings_of(LinkedSheet.objects.get(user=user))


def listed(page) -> list[str]:
    return re.findall(r'name="place_(\w+)" value="', page.content.decode())


def test_it_shows_the_usual_choice(as_alice):
    page = as_alice.get(PATH)
    assertContains(page, 'name="scope" value="recent" required checked')
    assertContains(page, 'name="recent_count" value="50"')
    assertContains(page, 'name="removed" value="go" required checked')
    assertContains(page, 'name="mode" value="merge" required checked')


def test_it_lists_every_column_the_chosen_ones_first_and_says_what_each_shows(as_alice):
    LinkedSheet.objects.update(columns=["genres", "link", "artist"])
    page = as_alice.get(PATH)
    assert listed(page)[:3] == ["genres", "link", "artist"]
    assert sorted(listed(page)) == sorted(COLUMNS)
    for column in COLUMNS.values():
        assertContains(page, f"Place of {column.header}")
    assertContains(page, "Looked up; empty where unknown.", count=6)
    assertContains(page, 'type="checkbox"', count=16)


def test_link_cannot_be_taken_out(as_alice, alice):
    page = as_alice.get(PATH)
    assertContains(page, "Always there: each row is recognised by it.")
    assert re.search(r'name="show_link"[^>]*disabled', page.content.decode())
    as_alice.post(PATH, asked("track"))
    assert chosen(alice).columns == ("track", "link")


def test_everything_is_kept_and_a_sync_is_on_its_way(as_alice, alice):
    page = as_alice.post(
        PATH, asked("link", "track", "tempo", scope="all", removed="stay", mode="mirror"), follow=True
    )
    assertContains(page, "Saved. A sync is bringing your sheet in line.")
    now = chosen(alice)
    assert now.columns == ("link", "track", "tempo", "removed_on")
    assert (now.scope, now.keep_removed, now.mode) == ("all", True, "mirror")
    assert alice.runs.get().trigger == "person"


def test_the_same_choice_again_asks_for_no_sync(as_alice, alice):
    assertContains(as_alice.post(PATH, asked(*DEFAULT_COLUMNS), follow=True), "set up like this already")
    assert not alice.runs.exists()


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [
        ("link", "1", ["link", "artist", "track", "album", "added"]),
        ("added", "2", ["artist", "added", "track", "album", "link"]),
        ("artist", "3", ["track", "album", "artist", "added", "link"]),
        ("track", "", ["artist", "album", "added", "link", "track"]),
        ("artist", "99", ["track", "album", "added", "link", "artist"]),
    ],
)
def test_one_number_changed_moves_one_column(as_alice, alice, moved, place, order):
    as_alice.post(PATH, asked(*DEFAULT_COLUMNS, **{f"place_{moved}": place}))
    assert list(chosen(alice).columns) == order


def test_a_column_ticked_without_a_number_of_its_own_comes_last(as_alice, alice):
    as_alice.post(PATH, asked(*DEFAULT_COLUMNS, show_isrc="on", place_isrc="9"))
    assert chosen(alice).columns == (*DEFAULT_COLUMNS, "isrc")


@pytest.mark.parametrize("count", ["0", "-1", "50001", "99999999999999999999", "", "many", "1.5"])
def test_a_number_that_cannot_be_is_said_beside_it_and_everything_typed_is_kept(as_alice, alice, count):
    page = as_alice.post(PATH, asked("link", "genres", recent_count=count, removed="stay", mode="mirror"))
    assertContains(page, "field-error", count=1, status_code=422)
    assertContains(page, 'name="removed" value="stay" required checked', status_code=422)
    assertContains(page, 'name="mode" value="mirror" required checked', status_code=422)
    assert re.search(r'name="show_genres"[^>]* checked', page.content.decode())
    assert (f'name="recent_count" value="{count}"' in page.content.decode()) is bool(count)
    assert chosen(alice).columns == DEFAULT_COLUMNS
    assert not alice.runs.exists()


@pytest.mark.parametrize("count", ["1", "50000"])
def test_from_one_to_fifty_thousand_tracks_can_be_chosen(as_alice, alice, count):
    as_alice.post(PATH, asked(*DEFAULT_COLUMNS, recent_count=count))
    assert chosen(alice).recent_count == int(count)


def test_for_the_whole_library_no_number_is_needed(as_alice, alice):
    as_alice.post(PATH, asked(*DEFAULT_COLUMNS, scope="all", recent_count=""))
    assert (chosen(alice).scope, chosen(alice).recent_count) == ("all", 50)


@pytest.mark.parametrize(
    "wrong", [{"scope": "some"}, {"removed": ""}, {"mode": "clear"}, {"place_track": "first"}]
)
def test_what_is_not_on_offer_is_refused_and_nothing_changes(as_alice, alice, wrong):
    page = as_alice.post(PATH, asked("link", "genres") | wrong)
    assertContains(page, "Nothing was changed", status_code=422)
    assertContains(page, "field-error", status_code=422)
    assert chosen(alice).columns == DEFAULT_COLUMNS


def test_a_column_that_no_page_offers_is_no_column(as_alice, alice):
    as_alice.post(PATH, asked("track", "link", "mood"))
    assert chosen(alice).columns == ("track", "link")


def test_it_changes_the_own_sheet_only(as_alice, alice, bob):
    assertRedirects(signed_in_as(bob).post(PATH, asked("link")), "/sheet/")
    assert chosen(alice).columns == DEFAULT_COLUMNS


def test_strangers_are_sent_to_sign_in_and_change_nothing(client, alice):
    assert client.get(PATH).url == f"/?next={PATH}"
    assert client.post(PATH, asked("link")).url == "/"
    assert chosen(alice).columns == DEFAULT_COLUMNS


def test_a_form_from_elsewhere_is_refused(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(PATH, asked("link")).status_code == 403
    assert chosen(alice).columns == DEFAULT_COLUMNS


def test_a_sync_that_cannot_begin_is_said_and_the_choice_is_kept(as_alice, alice, monkeypatch):
    def refuse(user, trigger):
        raise SpotifyDown(when=timezone.now())

    monkeypatch.setattr("syncer.sheet_settings.request_run", refuse)
    page = as_alice.post(PATH, asked("link"), follow=True)
    assertContains(page, "Spotify does not answer properly at the moment.")
    assert chosen(alice).columns == ("link",)


@pytest.mark.parametrize("path", ["/", "/sheet/", "/settings/"])
def test_the_way_there(as_alice, path):
    assertContains(as_alice.get(path), f'href="{PATH}"')


def test_without_a_sheet_there_is_nothing_to_choose(as_bob):
    assertNotContains(as_bob.get("/settings/"), PATH)


def test_the_banner_of_a_refused_copy_leads_there(as_alice, alice):
    Schedule.objects.update(
        pause="problem",
        problem_code="mirror_refused",
        problem_values={"cells": ["B4"], "more": 0},
        problem_fix="sheet",
    )
    assertContains(as_alice.get("/"), "Choose how it is written")
    assertContains(as_alice.get("/"), "typed into our columns (B4)")
    as_alice.post(PATH, asked(*DEFAULT_COLUMNS, removed="stay"))
    assert Schedule.objects.get(user=alice).pause == ""
