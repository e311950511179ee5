"""The address of a sheet, and what is written into it. `sheets.sheet_settings` validates the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.columns import COLUMNS, LINK
from sheets.models import LinkedSheet
from sheets.sheet_settings import MAX_RECENT, SheetSettings

# Form values: what becomes of the row of a track that was removed from the library.
DELETE, KEEP = "go", "stay"
# The form value of a scope that is a button of its own: the number that everybody begins with.
FIFTY = "fifty"
FIRST_COUNT = 50
UP, DOWN = "up", "down"


class SheetAddressForm(forms.Form):
    """The address that a person pastes; `sheets.linking.address` reads it."""

    address = forms.CharField(
        label=gettext_lazy("Address of your sheet"),
        max_length=2000,
        error_messages={"required": gettext_lazy("Paste the address of your sheet here first.")},
        widget=forms.TextInput(
            attrs={
                "placeholder": "https://docs.google.com/spreadsheets/d/…",
                "autocomplete": "off",
                "spellcheck": "false",
                "inputmode": "url",
            }
        ),
    )


class ColumnIdsField(forms.MultipleChoiceField):
    """Ids of columns in the order in which the page lists them, each once. Unknown ones are left out."""

    def to_python(self, value: Any) -> list[str]:
        return [name for name in dict.fromkeys(super().to_python(value)) if name in COLUMNS]

    def valid_value(self, value: str) -> bool:
        return True


class SheetSettingsForm(forms.Form):
    """`columns` are the ticked columns, and `order` all of them: a browser sends both in the order of the page."""

    scope = forms.ChoiceField(
        choices=[(FIFTY, gettext_lazy("the 50 most recent")), *LinkedSheet.Scope.choices],
        widget=forms.RadioSelect,
    )
    recent_count = forms.IntegerField(required=False, label=gettext_lazy("How many"))
    order = ColumnIdsField(required=False)
    columns = ColumnIdsField(required=False)
    removed = forms.ChoiceField(
        choices=[(DELETE, gettext_lazy("go")), (KEEP, gettext_lazy("stay"))], widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(choices=LinkedSheet.Mode.choices, widget=forms.RadioSelect)

    def __init__(self, now: SheetSettings, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_to_initial(now))
        self.now = now
        # For the browser alone: `sheets.sheet_settings` validates, so that every entry point has the same limits.
        self.fields["recent_count"].widget.attrs |= {"min": 1, "max": MAX_RECENT}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The columns that are ticked, from left to right, whether the rest of the form is valid or not."""
        order, columns = (ColumnIdsField().to_python(self[name].value()) for name in ("order", "columns"))
        return _in_order(order, columns)

    def clean_recent_count(self) -> int:
        """Returns the number of tracks; an empty one is as before, where another scope is chosen anyway.

        Raises `ValidationError` for a new number beside another scope, which the person may mean to count.
        """
        count: int | None = self.cleaned_data["recent_count"]
        scope = self.cleaned_data.get("scope")
        if scope == LinkedSheet.Scope.RECENT:
            # 0 is refused by the settings, beside the field: an empty field must not become a number by guesswork.
            return 0 if count is None else count
        if count not in (None, FIRST_COUNT, self.now.recent_count):
            raise forms.ValidationError(_("Choose “Another number” for this one to count, or empty it."))
        return FIRST_COUNT if scope == FIFTY else self.now.recent_count

    def to_settings(self) -> SheetSettings:
        """Returns the settings that a valid form asks for."""
        data = self.cleaned_data
        return SheetSettings(
            columns=_in_order(data["order"], data["columns"]),
            scope=LinkedSheet.Scope.RECENT if data["scope"] == FIFTY else data["scope"],
            recent_count=data["recent_count"],
            keep_removed=data["removed"] == KEEP,
            mode=data["mode"],
        )


def move_column(posted: QueryDict, now: SheetSettings, move: str) -> QueryDict:
    """Returns the form with a column one place further: `up tempo` or `down tempo`. The ends stay as they are.

    Artist, Track, Tempo   up tempo   ->   Artist, Tempo, Track
    """
    chosen = list(SheetSettingsForm(now, posted).chosen)
    direction, _space, name = move.partition(" ")
    if name in chosen and direction in (UP, DOWN):
        place = chosen.index(name)
        chosen.remove(name)
        chosen.insert(max(0, place + (1 if direction == DOWN else -1)), name)
    return _with_columns(posted, chosen)


def with_kept_columns(posted: QueryDict) -> QueryDict:
    """Returns the form with the columns ticked that the person keeps after all, because of a chart."""
    kept = posted.get("keep_columns", "").split()
    return _with_columns(posted, [*posted.getlist("columns"), *kept], posted.getlist("order"))


def _with_columns(posted: QueryDict, columns: Sequence[str], order: Sequence[str] | None = None) -> QueryDict:
    data = posted.copy()
    data.setlist("columns", list(columns))
    data.setlist("order", list(columns if order is None else order))
    return data


def _in_order(order: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Returns the chosen columns by their order; those that are not in it, as Link may be, come last."""
    ticked = {*columns, LINK}
    return tuple(name for name in dict.fromkeys((*order, *columns, LINK)) if name in ticked)


def _to_initial(now: SheetSettings) -> dict[str, Any]:
    is_first = now.scope == LinkedSheet.Scope.RECENT and now.recent_count == FIRST_COUNT
    is_number = now.scope == LinkedSheet.Scope.RECENT and not is_first
    return {
        "scope": FIFTY if is_first else now.scope,
        # Shown only where it counts: typed beside another choice it would be taken for one.
        "recent_count": now.recent_count if is_number else None,
        "order": [*now.columns, *(name for name in COLUMNS if name not in now.columns)],
        "columns": list(now.columns),
        "removed": KEEP if now.keep_removed else DELETE,
        "mode": now.mode,
    }
