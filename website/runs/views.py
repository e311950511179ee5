"""All runs, one run, its progress while it lasts, and the button that starts one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from syncer import schedule
from syncer.access import run_of
from syncer.clicks import check_on_click, sync_on_click
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.runs.forms import RunFilterForm
from website.runs.presenters import RunPresenter, describe_click, present_run, present_syncs


@require_safe
@sign_in_required
def show_syncs(request: SignedInRequest) -> HttpResponse:
    """The person's runs, filtered, a page at a time."""
    return render(
        request, "runs/list.html", {"list": present_syncs(request.user, RunFilterForm(request.GET))}
    )


@require_safe
@sign_in_required
def run_page(request: SignedInRequest, run_id: int) -> HttpResponse:
    return render(request, "runs/run.html", {"presenter": _present(request, run_id)})


@require_safe
@sign_in_required
def run_progress(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The fragment that asks for itself again while the run is active.

    `seen` is the stage that the page around it was made for: at another one the page renews itself.
    """
    presenter = _present(request, run_id)
    response = render(request, "runs/_progress.html", {"presenter": presenter})
    # An event and not a redirect: only the page knows what it is made of, and htmx would swap a redirect's page into
    # the fragment: https://htmx.org/headers/hx-trigger/
    if presenter.stage == request.GET.get("seen", "working"):
        return response
    return trigger_client_event(response, "run-changed")


@require_POST
@sign_in_required
def check_sheet(request: SignedInRequest) -> HttpResponse:
    """Starts a sync that reads the sheet although nothing has changed, and repairs our cells."""
    with show_problems(request):
        check_on_click(request.user)
    return redirect("home")


@require_POST
@sign_in_required
def sync_now(request: SignedInRequest) -> HttpResponse:
    sync_and_tell(request)
    return redirect("home")


def sync_and_tell(request: SignedInRequest) -> None:
    """Starts a sync because of a click; the next page says what the run's own progress does not."""
    with show_problems(request):
        answer = sync_on_click(request.user)
        text = describe_click(answer, schedule.next_local_time(request.user))
        if text:
            messages.info(request, text)


def _present(request: SignedInRequest, run_id: int) -> RunPresenter:
    """Raises `Http404`."""
    return present_run(run_of(request.user, run_id), schedule.next_local_time(request.user))
