"""The steps of the sign-in with Spotify that are about pages: a new person's time zone, and where they come to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from sheets.models import LinkedSheet
from website.settings.forms import is_offered_zone


def take_time_zone(strategy: Any, user: User, *, is_new: bool = False, **_known: Any) -> None:
    """Stores the zone that came with the form, and says so. Who has been here before has the one they chose.

    A browser without scripts sends none, and any client may send anything: the zone stays as it is then.
    """
    name = strategy.session_pop("time_zone") or ""
    if not is_new or not is_offered_zone(name):
        return
    user.time_zone = name
    user.save(update_fields=["time_zone"])
    text = _("Your time zone is %(zone)s, says your browser. You can choose another one in the settings.")
    messages.info(strategy.request, text % {"zone": name.replace("_", " ")})


def lead_to_linking(strategy: Any, user: User, **_known: Any) -> None:
    """Leads a person without a sheet to where they link one, unless they were on their way to another page."""
    wanted = strategy.session_get("next") or reverse("home")
    if wanted == reverse("home") and not LinkedSheet.objects.filter(user=user).exists():
        strategy.session_set("next", reverse("sheet"))
