"""The range of the statistics, and how they are counted: read from the address of the page, and written into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from library.statistics.period import Period

LAST_12_MONTHS = "12-months"
THIS_YEAR = "this-year"
EVERYTHING = "all"
OWN = "own"


class DaysForm(forms.Form):
    """The person's own range. Blank leaves an end open."""

    first = forms.DateField(required=False, label=_("From"), input_formats=["%Y-%m-%d"])
    last = forms.DateField(required=False, label=_("To"), input_formats=["%Y-%m-%d"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            field.error_messages["invalid"] = _("This is not a day of the calendar.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first one."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Choice:
    """`name`: one of the constants, or a year. `as_it_is`: only what is saved today. `by_count`: tracks instead of shares.

    `days` is the form of the person's own range; with an error in it the choice is the one of an address without any.
    """

    name: str
    first: date | None
    last: date | None
    days: DaysForm
    as_it_is: bool = False
    by_count: bool = False

    @property
    def period(self) -> Period:
        return Period(self.first, self.last, self.as_it_is)

    @property
    def parameters(self) -> dict[str, str]:
        """What is chosen, without what need not be said."""
        found: dict[str, str] = {} if self.name == LAST_12_MONTHS else {"range": self.name}
        if self.name == OWN:
            found |= {"first": self.first.isoformat()} if self.first else {}
            found |= {"last": self.last.isoformat()} if self.last else {}
        if self.as_it_is:
            found["library"] = "as-it-is"
        if self.by_count:
            found["genres"] = "count"
        return found

    @property
    def query(self) -> str:
        """Returns "?…" for a link to the same choice on another page; "" for the usual one."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""

    def of_range(self, name: str) -> Choice:
        return replace(self, name=name)

    def of_library(self, *, as_it_is: bool) -> Choice:
        return replace(self, as_it_is=as_it_is)

    def of_genres(self, *, by_count: bool) -> Choice:
        return replace(self, by_count=by_count)


def read_choice(query: QueryDict, today: date) -> Choice:
    """Returns the choice of an address. What it does not know is as if it was not there: the last 12 months."""
    name = query.get("range", "")
    # The own range is named by its days alone as well, as a person would write an address.
    if name == OWN or (not name and ("first" in query or "last" in query)):
        days = DaysForm(query)
        if days.is_valid():
            first, last = days.cleaned_data["first"], days.cleaned_data["last"]
            return _counted(query, Choice(OWN, first, last, days))
    else:
        days = DaysForm()
    known, first, last = _preset(name, today)
    return _counted(query, Choice(known, first, last, days))


def _preset(name: str, today: date) -> tuple[str, date | None, date | None]:
    if name == THIS_YEAR:
        return name, date(today.year, 1, 1), None
    if name == EVERYTHING:
        return name, None, None
    if name.isascii() and name.isdecimal() and len(name) == 4 and int(name) >= 1:
        year = int(name)
        return name, date(year, 1, 1), date(year, 12, 31)
    # The month of today, and the eleven before it.
    months = today.year * 12 + today.month - 12
    return LAST_12_MONTHS, date(months // 12, months % 12 + 1, 1), None


def _counted(query: QueryDict, choice: Choice) -> Choice:
    return replace(
        choice, as_it_is=query.get("library") == "as-it-is", by_count=query.get("genres") == "count"
    )
