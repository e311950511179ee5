"""What of the library is shown: words, filters, order, all of it in the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast, get_args

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from library.genres import LONGEST, normalise
from library.rules.conditions import (
    LIMITS,
    Condition,
    FeatureName,
    IsExplicit,
    PlaysGenre,
    RangeCondition,
    SavedBetween,
)
from library.rules.days import within_calendar
from library.rules.presenters import RANGE_LABELS
from library.search import RemovedChoice, Sorting, TrackOrder, TrackSearch, find_saves
from sheets.access import smart_sheets_of
from sheets.membership import Saves, keep_in_sheet, keep_in_smart_sheet
from sheets.models import LinkedSheet, SmartTab
from website.smart.presenters import get_rules

MAX_WORDS_LENGTH = 200
FEATURES: tuple[FeatureName, ...] = get_args(FeatureName)
ENDS = ("min", "max")
CHOICES = ("explicit", "removed", "sheet", "smart")
DAY_FORMAT = "%Y-%m-%d"
DAYS = ("saved_from", "saved_to", "as_of")
REMOVED_NOW: dict[str, str | Promise] = {
    "": gettext_lazy("Not shown"),
    "only": gettext_lazy("Only these"),
    "any": gettext_lazy("Shown as well"),
}
# Of a day in the past: whatever was saved then, or what became of it.
REMOVED_THEN: dict[str, str | Promise] = {
    "": gettext_lazy("All of that day"),
    "no": gettext_lazy("Those still saved"),
    "only": gettext_lazy("Those removed since"),
}
DEFAULT_SORT = "-added"
# Of removed tracks alone, which are looked for by the time when they went.
DEFAULT_SORT_OF_REMOVED = "-removed"
SORTS: dict[str, str | Promise] = {
    "-added": gettext_lazy("Newest save first"),
    "added": gettext_lazy("Oldest save first"),
    "-removed": gettext_lazy("Latest removal first"),
    "removed": gettext_lazy("Oldest removal first"),
    "title": gettext_lazy("Title, A to Z"),
    "-title": gettext_lazy("Title, Z to A"),
    "artist": gettext_lazy("Artist, A to Z"),
    "-artist": gettext_lazy("Artist, Z to A"),
    "album": gettext_lazy("Album, A to Z"),
    "-album": gettext_lazy("Album, Z to A"),
    "-release_date": gettext_lazy("Newest release first"),
    "release_date": gettext_lazy("Oldest release first"),
    "duration": gettext_lazy("Shortest first"),
    "-duration": gettext_lazy("Longest first"),
    "tempo": gettext_lazy("Slowest first"),
    "-tempo": gettext_lazy("Fastest first"),
    "energy": gettext_lazy("Least energy first"),
    "-energy": gettext_lazy("Most energy first"),
    "danceability": gettext_lazy("Least danceable first"),
    "-danceability": gettext_lazy("Most danceable first"),
    "acousticness": gettext_lazy("Least acoustic first"),
    "-acousticness": gettext_lazy("Most acoustic first"),
    "valence": gettext_lazy("Saddest first"),
    "-valence": gettext_lazy("Happiest first"),
}
SORTS_OF_REMOVED = {"removed", "-removed"}


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """Which saves a page of the library lists, and in which order. `sheet` and `smart` need what they are about."""

    search: TrackSearch
    sorting: Sorting
    in_sheet: Literal["", "in", "out"] = ""
    sheet: LinkedSheet | None = None
    smart: SmartTab | None = None

    def find(self, user: User) -> Saves:
        """Returns the saves, in no order."""
        saves = find_saves(user, self.search)
        if self.sheet and self.in_sheet:
            saves = keep_in_sheet(saves, self.sheet, inside=self.in_sheet == "in")
        return keep_in_smart_sheet(saves, user, get_rules(self.smart)) if self.smart else saves


class Range(NamedTuple):
    """The two fields of a feature."""

    label: str
    unit: str
    low: forms.BoundField
    high: forms.BoundField


class NumberField(forms.FloatField):
    """Takes a decimal comma as well."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def _number_field(name: FeatureName, end: str) -> NumberField:
    low, high = LIMITS[name] if name == "tempo" else (0, 100)
    values = {"name": RANGE_LABELS[name]}
    label = _("%(name)s from") % values if end == "min" else _("%(name)s up to") % values
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    error = _("Type a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return NumberField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=widget,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), error),
    )


class DayField(forms.DateField):
    """A day as browsers send it: 2026-11-22."""

    default_error_messages = {"invalid": gettext_lazy("Type a day like 2026-11-22.")}

    def __init__(self, *, label: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format=DAY_FORMAT)
        super().__init__(label=label, required=False, input_formats=[DAY_FORMAT], widget=widget)


class LibraryForm(forms.Form):
    """Every field may be empty. `user` is the person whose sheets can be chosen."""

    search = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=MAX_WORDS_LENGTH,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "dir": "auto",
                "placeholder": gettext_lazy("Artist, title, album or ISRC"),
            }
        ),
    )
    sort = forms.ChoiceField(label=gettext_lazy("Sorted by"), required=False, choices=list(SORTS.items()))
    genre = forms.CharField(
        label=gettext_lazy("Genre"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"list": "genres", "autocomplete": "off"}),
    )
    explicit = forms.ChoiceField(
        label=gettext_lazy("Explicit"),
        required=False,
        choices=[
            ("", gettext_lazy("Explicit or not")),
            ("yes", gettext_lazy("Only explicit")),
            ("no", gettext_lazy("Not explicit")),
        ],
    )
    removed = forms.ChoiceField(label=gettext_lazy("Removed tracks"), required=False)
    sheet = forms.ChoiceField(
        label=gettext_lazy("Your sheet"),
        required=False,
        choices=[
            ("", gettext_lazy("In it or not")),
            ("in", gettext_lazy("In your sheet")),
            ("out", gettext_lazy("Not in your sheet")),
        ],
    )
    smart = forms.ChoiceField(label=gettext_lazy("Smart sheet"), required=False)
    saved_from = DayField(label=gettext_lazy("Saved from"))
    saved_to = DayField(label=gettext_lazy("Saved up to"))
    as_of = DayField(label=gettext_lazy("The library on"))

    def __init__(self, user: User, data: Mapping[str, str]) -> None:
        # One value a field, which an empty order is filled into.
        given = {name: data[name] for name in data}
        shows_removed = given.get("removed") in {"only", "any"} or bool(given.get("as_of"))
        is_only_removed = given.get("removed") == "only" and not given.get("as_of")
        self.default_sort = DEFAULT_SORT_OF_REMOVED if is_only_removed else DEFAULT_SORT
        if not given.get("sort") or (given["sort"] in SORTS_OF_REMOVED and not shows_removed):
            given["sort"] = self.default_sort
        super().__init__(given)
        if not shows_removed:
            _set_choices(
                self, "sort", {key: words for key, words in SORTS.items() if key not in SORTS_OF_REMOVED}
            )
        self._user = user
        self.linked_sheet = LinkedSheet.objects.filter(user=user).first()
        self._smart_sheets = {str(one.pk): one for one in smart_sheets_of(user)}
        _set_choices(self, "removed", REMOVED_THEN if data.get("as_of") else REMOVED_NOW)
        sheets = {key: sheet.name for key, sheet in self._smart_sheets.items()}
        _set_choices(self, "smart", {"": _("In any or none"), **sheets})
        for name in FEATURES:
            for end in ENDS:
                self.fields[f"{name}_{end}"] = _number_field(name, end)

    @property
    def ranges(self) -> list[Range]:
        """The fields of the features, for the template."""
        return [
            Range(str(RANGE_LABELS[name]), "BPM" if name == "tempo" else "%", *self._ends(name))
            for name in FEATURES
        ]

    @property
    def has_smart_sheets(self) -> bool:
        return bool(self._smart_sheets)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Returns the id, the label and the error of each field that has one."""
        return [
            (self[name].id_for_label, str(self[name].label), str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]

    def clean(self) -> dict[str, Any]:
        """Returns the values. A range whose ends are the wrong way round has an error at its second field."""
        values = super().clean() or {}
        pairs = [*((f"{name}_min", f"{name}_max") for name in FEATURES), ("saved_from", "saved_to")]
        for low, high in pairs:
            first, last = values.get(low), values.get(high)
            if first is not None and last is not None and first > last:
                self.add_error(high, _("This end lies before the beginning."))
        for name in DAYS:
            day = values.get(name)
            if day is not None and within_calendar(day) != day:
                self.add_error(name, _("There is no such day in the calendar of a library."))
        return values

    def describe_choice(self, name: str) -> str:
        """Returns what is chosen, in words that need no name of the field."""
        value = self.cleaned_data[name]
        if name == "removed" and not self.cleaned_data["as_of"]:
            return _("Removed tracks only") if value == "only" else _("With removed tracks")
        if name == "smart":
            return _("In %(sheet)s") % {"sheet": self._smart_sheets[value].name}
        return str(dict(_choices_of(self, name))[value])

    def as_filter(self) -> LibraryFilter:
        """Returns what the person asks for, of a form that is valid."""
        values = self.cleaned_data
        removed = cast(RemovedChoice | None, values["removed"] or None)
        search = TrackSearch(values["search"], tuple(self._conditions()), removed, values["as_of"])
        return LibraryFilter(
            search,
            self.sorting,
            values["sheet"],
            self.linked_sheet,
            self._smart_sheets.get(values["smart"]),
        )

    @property
    def sorting(self) -> Sorting:
        sort = self.cleaned_data.get("sort") or self.default_sort
        return Sorting(cast(TrackOrder, sort.removeprefix("-")), sort.startswith("-"))

    @property
    def given(self) -> dict[str, str]:
        """What was typed and chosen, by field, without what is as it is for everybody."""
        given = {name: str(self.data.get(name, "")).strip() for name in self.fields}
        return {
            name: text for name, text in given.items() if text and (name, text) != ("sort", self.default_sort)
        }

    def _ends(self, name: FeatureName) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"{name}_min"], self[f"{name}_max"]

    def _conditions(self) -> Iterator[Condition]:
        values = self.cleaned_data
        if values["genre"]:
            yield PlaysGenre(normalise(values["genre"]))
        for name in FEATURES:
            low, high = (_stored(name, values[f"{name}_{end}"]) for end in ENDS)
            if low is not None or high is not None:
                yield RangeCondition(name, low, high)
        if values["saved_from"] or values["saved_to"]:
            yield SavedBetween(values["saved_from"], values["saved_to"])
        if values["explicit"]:
            yield IsExplicit(negated=values["explicit"] == "no")


def _stored(name: FeatureName, value: float | None) -> float | None:
    """Returns a bound as tracks have it: all but tempo are read and typed as percentages."""
    return value if value is None or name == "tempo" else value / 100


def _set_choices(form: forms.Form, name: str, choices: Mapping[str, str | Promise]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices.items())


def _choices_of(form: forms.Form, name: str) -> list[tuple[str, str]]:
    return cast(list[tuple[str, str]], cast(forms.ChoiceField, form.fields[name]).choices)
