"""A new trigger link: what it is for, and whether opening it is enough."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TriggerLinkForm(forms.Form):
    """A trigger link that is to be made."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("The button on my phone")}),
    )
    runs_at_once = forms.BooleanField(label=_("Opening it is enough: do not ask first"), required=False)
