"""A person's time zone, whatever name stands in their row."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from accounts import time_zones
from accounts.models import User
from accounts.time_zones import google_name, known_zone, show_the_same_time, zone_of, zones_of_places

NONE = ["Mars/Base", "", "../etc", "Europe", "UTC\0"]


@pytest.mark.parametrize("name", NONE)
def test_an_unknown_time_zone_is_utc_and_is_logged(name, caplog) -> None:
    assert known_zone(name) is None
    assert zone_of(User(pk=7, time_zone=name)) == ZoneInfo("UTC")
    assert f"person 7 has the time zone {name!r}" in caplog.text


def test_a_known_time_zone_is_used(caplog) -> None:
    assert known_zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")
    assert zone_of(User(time_zone="Europe/Berlin")).key == "Europe/Berlin"
    assert not caplog.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Asia/Calcutta", "Asia/Kolkata", True),
        ("Etc/GMT", "UTC", True),
        ("Europe/London", "UTC", False),
        ("Europe/Berlin", "Europe/Paris", True),
    ],
)
def test_zones_are_the_same_when_their_clocks_are_all_year(one, other, same) -> None:
    assert show_the_same_time(ZoneInfo(one), ZoneInfo(other), 2026) is same


def test_a_place_has_one_zone_under_its_present_name() -> None:
    zones = zones_of_places()
    assert {"Africa/Asmara", "Asia/Kolkata", "America/Nuuk", "Europe/Kyiv"} <= zones
    assert not {"Africa/Asmera", "Asia/Calcutta", "America/Godthab", "Europe/Kiev", "Etc/GMT-5"} & zones


def test_without_the_table_of_places_every_zone_is_one(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(time_zones, "TZPATH", (str(tmp_path),))
    assert zones_of_places() == available_timezones()


def test_google_has_another_name_for_utc() -> None:
    assert google_name(ZoneInfo("UTC")) == "Etc/GMT"
    assert google_name(ZoneInfo("Asia/Tokyo")) == "Asia/Tokyo"
