"""The library and its files; one track with its history."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from library.access import state_of
from library.exports import ExportFormat, export_saves
from library.search import in_order
from website.decorators import SignedInRequest, sign_in_required
from website.downloads import download
from website.genre_options import offered_genres
from website.library.forms import LibraryForm
from website.library.presenters import present_library
from website.library.timeline_presenters import present_timeline
from website.library.track_presenters import present_track


@require_safe
@sign_in_required
def show_library(request: SignedInRequest) -> HttpResponse:
    """The page, or to htmx what changes of it while the person types."""
    form = LibraryForm(request.user, request.GET)
    library = present_library(request.user, form, request.GET.get("after", ""))
    context = {"library": library, "form": form}
    if request.htmx:
        return render(request, "library/_replaced.html", context)
    if library.is_empty:
        context["is_read"] = state_of(request.user).complete
    return render(request, "library/library.html", context, status=200 if form.is_valid() else 422)


@require_safe
@sign_in_required
def export_library(request: SignedInRequest, form: ExportFormat) -> HttpResponse | StreamingHttpResponse:
    """All saves that the page of the same address lists, sent while they are read."""
    filter_form = LibraryForm(request.user, request.GET)
    if not filter_form.is_valid():
        # The page says what is wrong.
        return redirect(f"{reverse('library')}?{request.GET.urlencode()}")
    asked = filter_form.as_filter()
    saves = in_order(asked.find(request.user), asked.sorting)
    return download("saved-tracks", form, export_saves(saves, form))


@require_safe
@sign_in_required
def list_genres(request: SignedInRequest) -> HttpResponse:
    """The options of the field for a genre, which the page asks for when its filters are opened."""
    return render(request, "library/_genres.html", {"genres": offered_genres(request.user)})


@require_safe
@sign_in_required
def show_timeline(request: SignedInRequest) -> HttpResponse:
    timeline = present_timeline(request.user, request.GET)
    return render(request, "library/timeline.html", {"timeline": timeline})


@require_safe
@sign_in_required
def show_track(request: SignedInRequest, track_id: int) -> HttpResponse:
    """Raises `Http404` for a track that the person never saved."""
    return render(request, "library/track.html", {"page": present_track(request.user, track_id)})
