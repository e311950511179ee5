"""The hour and the time zone of the daily sync."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, Any]]
# The zone database also has old names, bare offsets and the zone of this machine: no place that a person looks for.
AREAS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


def zone_choices() -> Choices:
    """Returns the zones of places, by continent, as a select with groups: typing “Ber” finds Berlin."""
    places = sorted(name for name in available_timezones() if _area(name) in AREAS)
    groups = [(area, list(_cities(area, names))) for area, names in groupby(places, _area)]
    return [("UTC", "UTC"), *groups]


def is_offered_zone(name: str) -> bool:
    """Whether the zone is among the choices."""
    return name == "UTC" or (_area(name) in AREAS and name in available_timezones())


def _area(name: str) -> str:
    return name.split("/", 1)[0]


def _cities(area: str, names: Iterator[str]) -> Iterator[tuple[str, str]]:
    return ((name, name.removeprefix(f"{area}/").replace("_", " ")) for name in names)


class TimeForm(forms.Form):
    hour = forms.TypedChoiceField(
        label=_("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    # The function and not its result: the zone database is read when a form is made, and not at every start.
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
