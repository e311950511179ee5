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
    return re.findall(r'name="order" value="(\w+)"', page.content.decode())


def ticked(page) -> list[str]:
    return re.findall(r'name="columns" value="(\w+)"[^>]* checked', page.content.decode())


def test_the_default_settings_are_shown(as_alice):
    page = as_alice.get(PATH)
    assertContains(page, 'name="scope" value="fifty" required checked')
    assertContains(page, 'name="removed" value="go" required checked')
    assertContains(page, 'name="mode" value="merge" required checked')
    assert 'name="recent_count" value' not in page.content.decode()


def test_another_number_and_the_whole_library_are_shown(as_alice):
    LinkedSheet.objects.update(recent_count=1200)
    page = as_alice.get(PATH)
    assertContains(page, 'name="scope" value="recent" required checked')
    assertContains(page, 'name="recent_count" value="1200"')
    LinkedSheet.objects.update(scope="all")
    assertContains(as_alice.get(PATH), 'name="scope" value="all" required checked')


def test_every_column_is_listed_with_its_description_the_chosen_ones_first(as_alice):
    LinkedSheet.objects.update(columns=["genres", "link", "artist"])
    page = as_alice.get(PATH)
    assert listed(page)[:3] == ["genres", "link", "artist"]
    assert sorted(listed(page)) == sorted(COLUMNS)
    assert ticked(page) == ["genres", "link", "artist"]
    for column in COLUMNS.values():
        assertContains(page, f"Move {column.header} up")
    assertContains(page, 'type="checkbox"', count=len(COLUMNS))


def test_the_others_are_grouped_by_whether_they_are_looked_up(as_alice):
    html = as_alice.get(PATH).content.decode()
    known, looked_up = html.split('id="known-title"')[1].split('id="looked-up-title"')
    names = re.findall(r'name="order" value="(\w+)"', known)
    assert names == [one.id for one in COLUMNS.values() if not one.needs and one.id not in DEFAULT_COLUMNS]
    assert re.findall(r'name="order" value="(\w+)"', looked_up) == [
        one.id for one in COLUMNS.values() if one.needs
    ]


def test_link_cannot_be_taken_out(as_alice, alice):
    page = as_alice.get(PATH)
    assertContains(page, "Always there: each row is recognised by it.")
    assert re.search(r'value="link"[^>]*disabled', page.content.decode())
    as_alice.post(PATH, {**form_data("track"), "order": ["link", "track"]})
    assert current_settings(alice).columns == ("link", "track")
    as_alice.post(PATH, {**form_data("track"), "order": []})
    assert current_settings(alice).columns == ("track", "link")


@pytest.mark.parametrize(
    "order",
    [
        ("link", "artist", "track", "album", "added"),
        ("artist", "added", "track", "album", "link"),
        ("isrc", "track", "genres", "album", "artist", "added", "link", "tempo"),
    ],
)
def test_the_ticked_columns_are_stored_in_the_order_of_the_page(as_alice, alice, order):
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, order=order))
    assert current_settings(alice).columns == tuple(name for name in order if name in DEFAULT_COLUMNS)


def test_a_column_that_is_ticked_below_comes_last(as_alice, alice):
    order = listed(as_alice.get(PATH))
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, "isrc", order=order))
    assert current_settings(alice).columns == (*DEFAULT_COLUMNS, "isrc")


@pytest.mark.parametrize(
    ("move", "shown"),
    [
        ("up track", ["track", "artist", "album", "added", "link"]),
        ("down track", ["artist", "album", "track", "added", "link"]),
        ("up artist", ["artist", "track", "album", "added", "link"]),
        ("down link", ["artist", "track", "album", "added", "link"]),
        ("up link", ["artist", "track", "album", "link", "added"]),
        ("up tempo", ["artist", "track", "album", "added", "link"]),
        ("sideways artist", ["artist", "track", "album", "added", "link"]),
        ("", ["artist", "track", "album", "added", "link"]),
        ("up", ["artist", "track", "album", "added", "link"]),
    ],
)
def test_a_button_moves_a_column_on_the_page_and_stores_nothing(as_alice, alice, move, shown):
    page = as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, recent_count="20", removed="stay", move=move))
    assert ticked(page) == shown
    assertContains(page, 'name="recent_count" value="20"')
    assertContains(page, 'name="removed" value="stay" required checked')
    assert (current_settings(alice).columns, current_settings(alice).recent_count) == (DEFAULT_COLUMNS, 50)


def test_the_button_that_was_pressed_is_where_the_page_opens_again(as_alice):
    page = as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, move="down track")).content.decode()
    assert re.search(r'value="down track" id="down-track"\s+formaction="/sheet/#down-track"', page)


def test_a_move_keeps_what_is_invalid_with_its_error(as_alice, alice):
    page = as_alice.post(PATH, form_data("track", "link", recent_count="0", move="down track"))
    assert page.status_code == 422
    assert ticked(page) == ["link", "track"]
    assertContains(page, 'name="recent_count" value="0"', status_code=422)


@pytest.mark.parametrize("count", ["0", "-1", "50001", "99999999999999999999", "", "many", "1.5"])
def test_an_invalid_number_has_an_error_beside_it_and_the_form_is_kept(as_alice, alice, count):
    page = as_alice.post(PATH, form_data("link", "genres", recent_count=count, removed="stay", mode="mirror"))
    assertContains(page, "field-error", count=1, status_code=422)
    assertContains(page, "<title>Error: ", status_code=422)
    assertContains(page, 'name="removed" value="stay" required checked', status_code=422)
    assertContains(page, 'name="mode" value="mirror" required checked', status_code=422)
    assert "genres" in ticked(page)
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


def test_fifty_is_a_choice_of_its_own(as_alice, alice):
    LinkedSheet.objects.update(recent_count=20)
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, scope="fifty", recent_count=""))
    assert (current_settings(alice).scope, current_settings(alice).recent_count) == ("recent", 50)


@pytest.mark.parametrize("scope", ["fifty", "all"])
def test_a_number_beside_another_choice_is_asked_about(as_alice, alice, scope):
    page = as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, scope=scope, recent_count="20"))
    assertContains(page, "for this one to count", status_code=422)
    assert (current_settings(alice).scope, current_settings(alice).recent_count) == ("recent", 50)


@pytest.mark.parametrize("wrong", [{"scope": "some"}, {"removed": ""}, {"mode": "clear"}])
def test_invalid_choices_are_refused_and_nothing_changes(as_alice, alice, wrong):
    page = as_alice.post(PATH, form_data("link", "genres") | wrong)
    assertContains(page, "Nothing was changed", status_code=422)
    assertContains(page, "field-error", status_code=422)
    assert current_settings(alice).columns == DEFAULT_COLUMNS


def test_unknown_columns_are_ignored(as_alice, alice):
    as_alice.post(PATH, form_data("track", "link", "mood", "track"))
    assert current_settings(alice).columns == ("track", "link")
