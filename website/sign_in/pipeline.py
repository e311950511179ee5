"""The step of the sign-in that takes a new person's time zone from their browser."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from accounts.models import User
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
