"""The choices of the hour and the time zone."""

from __future__ import annotations

import pytest

from website.settings.forms import TimeForm, zone_choices


def test_zones_are_grouped_by_continent_under_the_names_of_places():
    utc, *groups = zone_choices("UTC")
    assert utc == ("UTC", "UTC")
    assert [area for area, _ in groups] == sorted({area for area, _ in groups})
    zones = dict(groups)
    assert ("Europe/Berlin", "Berlin") in zones["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina/Buenos Aires") in zones["America"]
    assert "Etc" not in zones


OLD = [("Africa", "Asmera", "Asmara"), ("Asia", "Calcutta", "Kolkata"), ("America", "Godthab", "Nuuk")]


@pytest.mark.parametrize(("area", "old", "present"), OLD)
def test_a_place_is_offered_under_its_present_name(area, old, present):
    cities = [city for _, city in dict(zone_choices("UTC")[1:])[area]]
    assert (present in cities, old in cities) == (True, False)


@pytest.mark.parametrize("stored", ["Asia/Calcutta", "Europe/Kiev", "Etc/GMT-5"])
def test_a_zone_that_is_stored_under_an_old_name_stays_chosen(stored):
    form = TimeForm(initial={"hour": 7, "time_zone": stored})
    assert f'<option value="{stored}" selected>' in str(form["time_zone"])
    assert TimeForm({"hour": "8", "time_zone": stored}, initial={"time_zone": stored}).is_valid()


def test_a_stored_zone_that_this_machine_does_not_have_is_not_offered():
    assert zone_choices("Mars/Base") == zone_choices("") == zone_choices("UTC")


def test_valid_choice_is_an_hour_and_a_zone():
    form = TimeForm({"hour": "7", "time_zone": "Europe/Lisbon"}, initial={"time_zone": "UTC"})
    assert form.is_valid()
    assert form.cleaned_data == {"hour": 7, "time_zone": "Europe/Lisbon"}


@pytest.mark.parametrize("wrong", [{"hour": "24"}, {"hour": "x"}, {"time_zone": "Etc/GMT-14"}])
def test_other_hours_and_zones_are_refused(wrong):
    form = TimeForm({"hour": "7", "time_zone": "Europe/Lisbon"} | wrong, initial={"time_zone": "UTC"})
    assert list(form.errors) == list(wrong)
