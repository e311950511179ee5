"""A new access token: what it is for, what it may do, and how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken

SCOPES = [
    (ApiToken.Scope.READ, _("Read: your library, syncs, statistics and settings")),
    (ApiToken.Scope.SYNC, _("Sync: start one")),
    (
        ApiToken.Scope.WRITE,
        _("Write: change settings, smart sheets, webhooks and what becomes of missing tracks"),
    ),
]
LASTS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")), ("", _("until you revoke it"))]


class ApiTokenForm(forms.Form):
    """`cleaned_data["scopes"]` has at least one of the scopes."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("The button on my phone")}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=SCOPES,
        initial=[ApiToken.Scope.READ, ApiToken.Scope.SYNC],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    days = forms.ChoiceField(label=_("How long does it last?"), choices=LASTS, required=False, initial="90")

    @property
    def expires_at(self) -> datetime | None:
        """When the token is to end; None where only revoking ends it."""
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None

    @property
    def chosen_scopes(self) -> list[ApiToken.Scope]:
        return [ApiToken.Scope(scope) for scope in self.cleaned_data["scopes"]]
