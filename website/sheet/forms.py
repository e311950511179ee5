"""What goes into the sheet, as a form: it asks, `sheets.sheet_settings` judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from sheets.columns import COLUMNS, LINK, Column
from sheets.models import LinkedSheet
from sheets.sheet_settings import MAX_RECENT, SheetSettings

GO, STAY = "go", "stay"
LAST = 1000


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """`show` is ticked, `place` holds the number in the order."""

    column: Column
    shows: str
    show: BoundField
    place: BoundField


class ContentsForm(forms.Form):
    """Lists the chosen columns in their order, then the others; each has a number, so that no script is needed."""

    scope = forms.ChoiceField(choices=LinkedSheet.Scope.choices, widget=forms.RadioSelect)
    recent_count = forms.IntegerField(required=False, label="How many")
    removed = forms.ChoiceField(choices=[(GO, "go"), (STAY, "stay")], widget=forms.RadioSelect)
    mode = forms.ChoiceField(choices=LinkedSheet.Mode.choices, widget=forms.RadioSelect)

    def __init__(self, now: SheetSettings, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_as_initial(now))
        self.now = now
        self.order = list(dict.fromkeys((*now.columns, *COLUMNS)))
        self.fields["recent_count"].widget.attrs |= {"min": 1, "max": MAX_RECENT}
        for place, name in enumerate(self.order, 1):
            is_key = name == LINK
            self.fields[f"show_{name}"] = forms.BooleanField(
                required=False, disabled=is_key, initial=name in now.columns
            )
            self.fields[f"place_{name}"] = forms.IntegerField(
                required=False, min_value=1, max_value=LAST - 1, initial=place
            )
            self.fields[f"place_{name}"].widget.attrs |= {"max": len(self.order)}

    def lines(self) -> Iterator[ColumnLine]:
        for name in self.order:
            column = COLUMNS[name]
            yield ColumnLine(column, _describe(column), self[f"show_{name}"], self[f"place_{name}"])

    def clean_recent_count(self) -> int:
        """An empty number is as good as the one before, where the whole library is chosen anyway."""
        count: int | None = self.cleaned_data["recent_count"]
        if count is None:
            count = 0 if self.cleaned_data.get("scope") == LinkedSheet.Scope.RECENT else self.now.recent_count
        return count

    def choices(self) -> SheetSettings:
        """What a valid form asks for."""
        said = self.cleaned_data
        ticked = [name for name in self.order if said[f"show_{name}"]]
        return SheetSettings(
            columns=tuple(sorted(ticked, key=self._rank)),
            scope=said["scope"],
            recent_count=said["recent_count"],
            keep_removed=said["removed"] == STAY,
            mode=said["mode"],
        )

    def _rank(self, name: str) -> tuple[int, int, int]:
        """Who got a number anew stands at that number: before its old owner when it came up, behind when it went down."""
        before = self.order.index(name) + 1
        place: int = self.cleaned_data[f"place_{name}"] or LAST
        return place, (place > before) - (place < before), before


def _describe(column: Column) -> str:
    texts = [column.description, _("Looked up; empty where unknown.") if column.needs else ""]
    return " ".join(str(text) for text in texts if text)


def _as_initial(now: SheetSettings) -> dict[str, Any]:
    return {
        "scope": now.scope,
        "recent_count": now.recent_count,
        "removed": STAY if now.keep_removed else GO,
        "mode": now.mode,
    }
