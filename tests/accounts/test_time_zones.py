"""A person's time zone, whatever name stands in their row."""

from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from accounts.time_zones import known_zone, zone_of

NONE = ["Mars/Base", "", "../etc", "Europe", "UTC\0"]


@pytest.mark.parametrize("name", NONE)
def test_a_name_that_is_none_is_taken_as_utc_and_the_operator_is_told(name, caplog) -> None:
    assert known_zone(name) is None
    assert zone_of(User(pk=7, time_zone=name)) == ZoneInfo("UTC")
    assert f"person 7 has the time zone {name!r}" in caplog.text


def test_a_name_that_is_known_is_that_zone(caplog) -> None:
    assert known_zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")
    assert zone_of(User(time_zone="Europe/Berlin")).key == "Europe/Berlin"
    assert not caplog.text
