"""Which tracks are missing, and the person's answer: they stay, or they go."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from library.missing_saves import accept_held, held_saves, keep_held, kept_saves, release_kept
from library.models import SavedTrack
from syncer.clicks import sync_after_change
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.missing.presenters import present_missing, present_removal


@require_safe
@sign_in_required
def missing_page(request: SignedInRequest) -> HttpResponse:
    missing = present_missing(request.user, request.GET.get("held", "1"), request.GET.get("kept", "1"))
    return render(request, "missing/missing.html", {"missing": missing})


@require_POST
@sign_in_required
def keep_missing(request: SignedInRequest) -> HttpResponse:
    keep_held(request.user)
    return redirect("missing")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def remove_missing(request: SignedInRequest) -> HttpResponse:
    """Asks whether the held tracks may go, and lets them go."""
    return _remove(request, held_saves(request.user), accept_held)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def release_missing(request: SignedInRequest) -> HttpResponse:
    """Asks whether the tracks that the person keeps may go after all, and lets them go."""
    return _remove(request, kept_saves(request.user), release_kept)


def _remove(
    request: SignedInRequest, saves: QuerySet[SavedTrack], accept: Callable[[User], int]
) -> HttpResponse:
    removal = present_removal(request.user, saves, request.POST.get("count"))
    if not removal.count:
        return redirect("missing")
    # A sync may have found others missing since the question was shown: nobody has answered for those.
    if request.method != "POST" or removal.has_changed:
        return render(
            request,
            "missing/remove.html",
            {"removal": removal},
            status=HTTPStatus.CONFLICT if removal.has_changed else HTTPStatus.OK,
        )
    # The answer first: a run that is started at once must find it.
    with show_problems(request):
        if accept(request.user):
            sync_after_change(request.user)
    return redirect("home")
