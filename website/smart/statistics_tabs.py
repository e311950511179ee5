"""The optional tabs: adding one, and removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sheets import statistics_tabs as tabs
from sheets.models import StatisticsTab
from website.decorators import SignedInRequest, sign_in_required

SAID = {
    "add": "The next sync makes the tab.",
    "leave": "The tab stays as it is, and is yours now.",
    "delete": "The tab goes with the next sync.",
}


@require_POST
@sign_in_required
def optional_tab(request: SignedInRequest, kind: str) -> HttpResponse:
    """`do`: add, leave (the tab stays) or delete."""
    do = request.POST.get("do", "")
    if kind not in StatisticsTab.Kind.values or do not in SAID:
        raise Http404
    if do == "add":
        tabs.add_statistics_tab(request.user, kind)
    else:
        tabs.remove_statistics_tab(request.user, kind, with_tab=do == "delete")
    messages.success(request, SAID[do])
    return redirect("smart")
