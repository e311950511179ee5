"""The step after Google's consent that makes the sheet for which the person gave it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.time_zones import zone_of
from sheets.models import LinkedSheet
from website.sheet.creation import create_and_sync


def create_sheet_after_consent(strategy: Any, user: User, **_known: Any) -> None:
    """Makes the sheet where the form that led to Google's page asked for one; a person who has one keeps it.

    The wish is in the session and gone with the first answer, so that no reload makes a second sheet. A problem of
    creating is no problem of the consent: it is shown on the page that follows.
    """
    if not strategy.session_pop("create_sheet"):
        return
    if LinkedSheet.objects.filter(user=user).exists():
        page = reverse("home")
    else:
        with timezone.override(zone_of(user)):
            page = create_and_sync(strategy.request, user)
    strategy.session_set("next", page)
