"""The address of a sheet, and what is written into it. `sheets.sheet_settings` validates the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.columns import COLUMNS, LINK, Column
from sheets.models import LinkedSheet
from sheets.sheet_settings import MAX_RECENT, SheetSettings

# Form values: what becomes of the row of a track that was removed from the library.
DELETE, KEEP = "go", "stay"
# Behind every column that has a number.
LAST = 1000


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


@dataclass(frozen=True, slots=True)
class ColumnField:
    """A column on the form: `show` is its tick box, `place` the number in the order."""

    column: Column
    description: str
    show: BoundField
    place: BoundField


class SheetSettingsForm(forms.Form):
    """Lists the chosen columns in their order, then the others; each has a number, so that no script is needed."""

    scope = forms.ChoiceField(choices=LinkedSheet.Scope.choices, widget=forms.RadioSelect)
    recent_count = forms.IntegerField(required=False, label=gettext_lazy("How many"))
    removed = forms.ChoiceField(
        choices=[(DELETE, gettext_lazy("go")), (KEEP, gettext_lazy("stay"))], widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(choices=LinkedSheet.Mode.choices, widget=forms.RadioSelect)

    def __init__(self, now: SheetSettings, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_to_initial(now))
        self.now = now
        self.order = list(dict.fromkeys((*now.columns, *COLUMNS)))
        # For the browser alone: `sheets.sheet_settings` validates, so that every entry point has the same limits.
        self.fields["recent_count"].widget.attrs |= {"min": 1, "max": MAX_RECENT}
        for place, name in enumerate(self.order, 1):
            is_key = name == LINK
            # Disabled and not left out: Django takes the initial value then, no matter what a browser sends.
            self.fields[f"show_{name}"] = forms.BooleanField(
                required=False, disabled=is_key, initial=name in now.columns
            )
            self.fields[f"place_{name}"] = forms.IntegerField(
                required=False, min_value=1, max_value=LAST - 1, initial=place
            )
            self.fields[f"place_{name}"].widget.attrs |= {"max": len(self.order)}

    def columns(self) -> Iterator[ColumnField]:
        for name in self.order:
            column = COLUMNS[name]
            yield ColumnField(column, _describe(column), self[f"show_{name}"], self[f"place_{name}"])

    def clean_recent_count(self) -> int:
        """Returns the number of tracks; an empty one is as before, where the whole library is chosen anyway."""
        count: int | None = self.cleaned_data["recent_count"]
        # 0 is refused by the settings, beside the field: an empty field must not become a number by guesswork.
        if count is None:
            count = 0 if self.cleaned_data.get("scope") == LinkedSheet.Scope.RECENT else self.now.recent_count
        return count

    def to_settings(self) -> SheetSettings:
        """Returns the settings that a valid form asks for."""
        data = self.cleaned_data
        ticked = [name for name in self.order if data[f"show_{name}"]]
        return SheetSettings(
            columns=tuple(sorted(ticked, key=self._rank)),
            scope=data["scope"],
            recent_count=data["recent_count"],
            keep_removed=data["removed"] == KEEP,
            mode=data["mode"],
        )

    def _rank(self, name: str) -> tuple[int, int, int]:
        """Returns the sort key of a column.

        A column with a new number takes that place: before the one that had it when it moved up, behind it when it
        moved down.

            Artist 1, Track 2, Album 3; Album gets 1   ->  Album, Artist, Track
            Artist 1, Track 2, Album 3; Artist gets 3  ->  Track, Album, Artist
        """
        before = self.order.index(name) + 1
        place: int = self.cleaned_data[f"place_{name}"] or LAST
        return place, (place > before) - (place < before), before


def _describe(column: Column) -> str:
    texts = [column.description, _("Looked up; empty where unknown.") if column.needs else ""]
    return " ".join(str(text) for text in texts if text)


def _to_initial(now: SheetSettings) -> dict[str, Any]:
    return {
        "scope": now.scope,
        "recent_count": now.recent_count,
        "removed": KEEP if now.keep_removed else DELETE,
        "mode": now.mode,
    }
