"""A person's time zone, whatever name stands in their row."""

from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from accounts.time_zones import known_zone, zone_of

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
