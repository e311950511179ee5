"""Why a track is in a smart sheet, or is not."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.access import saved_track_of, saved_tracks
from library.models import SavedTrack
from library.rules.explanation import explain
from library.rules.matching import matching
from sheets.access import smart_sheet_of
from sheets.planner import track_links as keys
from website.decorators import SignedInRequest, sign_in_required
from website.smart.presenters import rules_of

FOUND = 20


@require_safe
@sign_in_required
def smart_find(request: SignedInRequest, pk: int) -> HttpResponse:
    """Finds the track that the person wonders about: by words of its title or artists, or by its link."""
    sheet = smart_sheet_of(request.user, pk)
    asked = request.GET.get("track", "").strip()
    found = list(_search(saved_tracks(request.user), asked)[:FOUND]) if asked else []
    return render(request, "smart/find.html", {"sheet": sheet, "asked": asked, "found": found})


@require_safe
@sign_in_required
def smart_why(request: SignedInRequest, pk: int, saved: int) -> HttpResponse:
    sheet = smart_sheet_of(request.user, pk)
    save = saved_track_of(request.user, saved)
    rules = rules_of(sheet)
    explanation = explain(request.user, save, rules)
    tracks = matching(request.user, rules).values_list("track", flat=True) if explanation.fits else []
    context = {
        "sheet": sheet,
        "saved": save,
        "rules": rules,
        "explanation": explanation,
        "is_in": save.track_id in set(tracks),
    }
    return render(request, "smart/why.html", context)


def _search(saves: QuerySet[SavedTrack], asked: str) -> QuerySet[SavedTrack]:
    link = keys.key_of(asked)
    if link is not None:
        return saves.filter(track__key=keys.track_key_of(link))
    for word in asked.split()[:8]:
        saves = saves.filter(Q(track__name__icontains=word) | Q(track__artist_line__icontains=word))
    return saves
