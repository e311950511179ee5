"""The form of a sheet's settings: what it shows, and which settings it asks for."""

from __future__ import annotations

import re

import pytest
from pytest_django.asserts import assertContains

from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from tests.website.sheet.conftest import PATH, current_settings, form_data

pytestmark = pytest.mark.usefixtures("default_columns")


def listed(page) -> list[str]:
    return re.findall(r'name="place_(\w+)" value="', page.content.decode())


def test_the_default_settings_are_shown(as_alice):
    page = as_alice.get(PATH)
    assertContains(page, 'name="scope" value="recent" required checked')
    assertContains(page, 'name="recent_count" value="50"')
    assertContains(page, 'name="removed" value="go" required checked')
    assertContains(page, 'name="mode" value="merge" required checked')


def test_every_column_is_listed_with_its_description_the_chosen_ones_first(as_alice):
    LinkedSheet.objects.update(columns=["genres", "link", "artist"])
    page = as_alice.get(PATH)
    assert listed(page)[:3] == ["genres", "link", "artist"]
    assert sorted(listed(page)) == sorted(COLUMNS)
    for column in COLUMNS.values():
        assertContains(page, f"Place of {column.header}")
    assertContains(
        page, "Looked up; empty where unknown.", count=sum(bool(one.needs) for one in COLUMNS.values())
    )
    assertContains(page, 'type="checkbox"', count=len(COLUMNS))


def test_link_cannot_be_taken_out(as_alice, alice):
    page = as_alice.get(PATH)
    assertContains(page, "Always there: each row is recognised by it.")
    assert re.search(r'name="show_link"[^>]*disabled', page.content.decode())
    as_alice.post(PATH, form_data("track"))
    assert current_settings(alice).columns == ("track", "link")


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
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, **{f"place_{moved}": place}))
    assert list(current_settings(alice).columns) == order


def test_a_column_ticked_without_a_number_of_its_own_comes_last(as_alice, alice):
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, show_isrc="on", place_isrc="9"))
    assert current_settings(alice).columns == (*DEFAULT_COLUMNS, "isrc")


@pytest.mark.parametrize("count", ["0", "-1", "50001", "99999999999999999999", "", "many", "1.5"])
def test_an_invalid_number_has_an_error_beside_it_and_the_form_is_kept(as_alice, alice, count):
    page = as_alice.post(PATH, form_data("link", "genres", recent_count=count, removed="stay", mode="mirror"))
    assertContains(page, "field-error", count=1, status_code=422)
    assertContains(page, 'name="removed" value="stay" required checked', status_code=422)
    assertContains(page, 'name="mode" value="mirror" required checked', status_code=422)
    assert re.search(r'name="show_genres"[^>]* checked', page.content.decode())
    assert (f'name="recent_count" value="{count}"' in page.content.decode()) is bool(count)
    assert current_settings(alice).columns == DEFAULT_COLUMNS
    assert not alice.runs.exists()


@pytest.mark.parametrize("count", ["1", "50000"])
def test_from_one_to_fifty_thousand_tracks_can_be_chosen(as_alice, alice, count):
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, recent_count=count))
    assert current_settings(alice).recent_count == int(count)


def test_for_the_whole_library_no_number_is_needed(as_alice, alice):
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, scope="all", recent_count=""))
    assert (current_settings(alice).scope, current_settings(alice).recent_count) == ("all", 50)


@pytest.mark.parametrize(
    "wrong", [{"scope": "some"}, {"removed": ""}, {"mode": "clear"}, {"place_track": "first"}]
)
def test_invalid_choices_are_refused_and_nothing_changes(as_alice, alice, wrong):
    page = as_alice.post(PATH, form_data("link", "genres") | wrong)
    assertContains(page, "Nothing was changed", status_code=422)
    assertContains(page, "field-error", status_code=422)
    assert current_settings(alice).columns == DEFAULT_COLUMNS


def test_unknown_columns_are_ignored(as_alice, alice):
    as_alice.post(PATH, form_data("track", "link", "mood"))
    assert current_settings(alice).columns == ("track", "link")
