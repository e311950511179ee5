"""Which tracks are missing, and the person's answer: they stay, or they go."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from library.missing_saves import accept_held, keep_held, release_kept
from syncer.models import SyncRun
from syncer.runs import request_run
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.missing.presenters import present_missing


@require_safe
@sign_in_required
def missing_page(request: SignedInRequest) -> HttpResponse:
    return render(request, "missing/missing.html", {"missing": present_missing(request.user)})


@require_POST
@sign_in_required
def keep_missing(request: SignedInRequest) -> HttpResponse:
    keep_held(request.user)
    return redirect("missing")


@require_POST
@sign_in_required
def remove_missing(request: SignedInRequest) -> HttpResponse:
    return _remove(request, accept_held)


@require_POST
@sign_in_required
def release_missing(request: SignedInRequest) -> HttpResponse:
    return _remove(request, release_kept)


def _remove(request: SignedInRequest, accept: Callable[[User], int]) -> HttpResponse:
    # The answer first: a run that is started at once must find it.
    with show_problems(request):
        if accept(request.user):
            request_run(request.user, SyncRun.Trigger.PERSON)
    return redirect("home")
