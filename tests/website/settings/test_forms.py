"""The choices of the hour and the time zone."""

from __future__ import annotations

import pytest

from website.settings.forms import TimeForm, zone_choices


def test_zones_are_grouped_by_continent_under_the_names_of_places():
    utc, *groups = zone_choices()
    assert utc == ("UTC", "UTC")
    assert [area for area, _ in groups] == sorted({area for area, _ in groups})
    zones = dict(groups)
    assert ("Europe/Berlin", "Berlin") in zones["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina/Buenos Aires") in zones["America"]
    assert "Etc" not in zones


def test_valid_choice_is_an_hour_and_a_zone():
    form = TimeForm({"hour": "7", "time_zone": "Europe/Lisbon"})
    assert form.is_valid()
    assert form.cleaned_data == {"hour": 7, "time_zone": "Europe/Lisbon"}


@pytest.mark.parametrize("wrong", [{"hour": "24"}, {"hour": "x"}, {"time_zone": "Etc/GMT-14"}])
def test_other_hours_and_zones_are_refused(wrong):
    form = TimeForm({"hour": "7", "time_zone": "Europe/Lisbon"} | wrong)
    assert list(form.errors) == list(wrong)
