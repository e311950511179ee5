"""One track with its history."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.access import saves_of_track
from library.listed_tracks import list_tracks
from website.decorators import SignedInRequest, sign_in_required


@require_safe
@sign_in_required
def show_track(request: SignedInRequest, track_id: int) -> HttpResponse:
    """Raises `Http404` for a track that the person never saved."""
    saves = list_tracks(saves_of_track(request.user, track_id))
    return render(request, "library/track.html", {"track": saves[-1]})
