"""The hour and the time zone of the daily sync, and the language of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.time_zones import zones_of_places

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


def zone_choices(stored: str) -> Choices:
    """Returns the zones of places, by continent, as a select with groups: typing “Ber” finds Berlin.

    The stored one is among them also when it is an old name: saving another hour must not change the zone.
    """
    kept = {stored} & available_timezones()
    places = sorted(name for name in zones_of_places() | kept if _area(name) in AREAS)
    groups = [(area, list(_cities(area, cities))) for area, cities in groupby(places, _area)]
    elsewhere = [(name, name) for name in kept - {*places, "UTC"}]
    return [("UTC", "UTC"), *elsewhere, *groups]


def is_offered_zone(name: str) -> bool:
    """Whether the zone is that of a place, under an old name too: browsers still say Asia/Calcutta."""
    return name == "UTC" or (_area(name) in AREAS and name in available_timezones())


def _area(name: str) -> str:
    return name.split("/", 1)[0]


def _cities(area: str, names: Iterator[str]) -> Iterator[tuple[str, str]]:
    return ((name, name.removeprefix(f"{area}/").replace("_", " ")) for name in names)


class TimeForm(forms.Form):
    hour = forms.TypedChoiceField(
        label=_("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        # When a form is made, and not at every start: the zone database is read for it.
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = zone_choices(str(initial["time_zone"]))


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As my browser says")), *settings.LANGUAGES]
    )
