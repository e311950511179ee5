"""When the daily sync runs, and whether it runs at all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import deletion as leaving
from syncer import schedule
from syncer.models import SyncRun
from syncer.runs import request_run
from website.connections import connections_of
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.forms import TimeForm
from website.home.presenters import state_of


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def preferences(request: SignedInRequest) -> HttpResponse:
    time_form = TimeForm(request.POST or None, initial=_chosen_time(request))
    if time_form.is_valid():
        schedule.set_time(request.user, **time_form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("preferences")
    context = {
        "time_form": time_form,
        "state": state_of(request.user),
        "google": connections_of(request.user)["google"],
    }
    return render(request, "preferences.html", context, status=422 if request.POST else 200)


def _chosen_time(request: SignedInRequest) -> dict[str, object]:
    return {"hour": schedule.get_schedule(request.user).hour, "time_zone": request.user.time_zone}


@require_POST
@sign_in_required
def pause(request: SignedInRequest) -> HttpResponse:
    schedule.pause(request.user)
    messages.success(request, "Paused. Nothing is read or written until you resume; Sync now still works.")
    return redirect("preferences")


@require_POST
@sign_in_required
def resume(request: SignedInRequest) -> HttpResponse:
    schedule.resume(request.user)
    messages.success(request, "Your daily sync goes on.")
    return redirect("preferences")


@require_POST
@sign_in_required
def try_again(request: SignedInRequest) -> HttpResponse:
    """The button under a problem that the person has put right: goes on, and syncs at once."""
    schedule.resume(request.user)
    with show_problems(request):
        request_run(request.user, SyncRun.Trigger.PERSON)
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def leave(request: SignedInRequest) -> HttpResponse:
    """Asks first; then nothing of the person is left here."""
    if request.method != "POST":
        return render(request, "leave.html")
    leaving.delete_account(request.user)
    logout(request)
    messages.success(request, "Your data is deleted. Your sheet stays in your Drive, just as it is.")
    return redirect("home")


@require_POST
@sign_in_required
def disconnect_google(request: SignedInRequest) -> HttpResponse:
    leaving.disconnect_google(request.user)
    messages.success(request, "Google is disconnected. Your sheet stays as it is.")
    return redirect("preferences")
