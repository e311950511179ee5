"""What people type and choose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms

Choices = list[tuple[str, Any]]
# What else the database names are old names, bare offsets and the zone of this machine: no place a person looks for.
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


class PasteForm(forms.Form):
    address = forms.CharField(
        label="Address of your sheet",
        max_length=2000,
        error_messages={"required": "Paste the address of your sheet here first."},
        widget=forms.TextInput(
            attrs={
                "placeholder": "https://docs.google.com/spreadsheets/d/…",
                "autocomplete": "off",
                "spellcheck": "false",
                "inputmode": "url",
            }
        ),
    )


def zone_choices() -> Choices:
    """The zones of places, by continent, as a select with groups: typing “Ber” finds Berlin."""
    places = sorted(name for name in available_timezones() if _area(name) in AREAS)
    groups = [(area, list(_cities(area, names))) for area, names in groupby(places, _area)]
    return [("UTC", "UTC"), *groups]


def _area(name: str) -> str:
    return name.split("/", 1)[0]


def _cities(area: str, names: Iterator[str]) -> Iterator[tuple[str, str]]:
    return ((name, name.removeprefix(f"{area}/").replace("_", " ")) for name in names)


class TimeForm(forms.Form):
    hour = forms.TypedChoiceField(
        label="Hour", coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=zone_choices)
