"""Which runs the list shows."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy

from syncer.models import SyncRun
from syncer.run_list import RunFilter

State, Trigger = SyncRun.State, SyncRun.Trigger

# By the value in the address.
_STATES: dict[str, tuple[str, ...]] = {
    "done": (State.DONE,),
    "stopped": (State.FAILED,),
    "active": tuple(SyncRun.ACTIVE),
}
_TRIGGERS: dict[str, tuple[str, ...]] = {
    "schedule": (Trigger.SCHEDULE,),
    "person": (Trigger.PERSON,),
    "api": (Trigger.API,),
    "operator": (Trigger.ADMIN, Trigger.COMMAND),
}


class RunFilterForm(forms.Form):
    """What is not among the choices chooses nothing."""

    state = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("done", gettext_lazy("Done")),
            ("stopped", gettext_lazy("Stopped")),
            ("active", gettext_lazy("At work or waiting")),
        ],
    )
    trigger = forms.ChoiceField(
        label=gettext_lazy("Asked for by"),
        required=False,
        choices=[
            ("", gettext_lazy("Anybody")),
            ("schedule", gettext_lazy("Your daily schedule")),
            ("person", gettext_lazy("You")),
            ("api", gettext_lazy("You, by API")),
            ("operator", gettext_lazy("Whoever runs this site")),
        ],
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @property
    def wanted(self) -> RunFilter:
        return RunFilter(_STATES.get(self._chosen("state"), ()), _TRIGGERS.get(self._chosen("trigger"), ()))

    @property
    def behind(self) -> int | None:
        """The id of the run behind which the page begins, None for the first page."""
        self.is_valid()
        before = self.cleaned_data.get("before")
        return before if isinstance(before, int) else None

    @property
    def is_filtered(self) -> bool:
        return self.wanted != RunFilter()

    def address_of(self, **more: object) -> str:
        """Returns the query of the same choice, and `more`; "" for none."""
        chosen = {name: self._chosen(name) for name in ("state", "trigger")}
        return urlencode({name: value for name, value in (chosen | more).items() if value})

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
