"""A webhook: where it is, and what it is called on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Event
from providers.webhooks.client import LONGEST_URL

EVENTS = [
    (Event.SYNC_DONE.value, _("A sync is done")),
    (Event.SYNC_STOPPED.value, _("A sync has stopped")),
    (Event.NEEDS_YOU.value, _("Something needs me, so that it goes on")),
    (Event.REMOVALS_HELD.value, _("Many tracks are missing at once, and wait for my answer")),
]


class WebhookForm(forms.Form):
    """`chosen_events` has at least one. Whether the address may be called is for `notifications.webhooks` to say."""

    url = forms.CharField(
        label=_("Which address is called?"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://hooks.example.com/tracks"}),
    )
    events = forms.MultipleChoiceField(
        label=_("On what?"),
        choices=EVENTS,
        initial=[Event.SYNC_DONE.value, Event.NEEDS_YOU.value],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )

    @property
    def chosen_events(self) -> list[Event]:
        return [Event(event) for event in self.cleaned_data["events"]]
