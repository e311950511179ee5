"""When the daily sync runs, what is connected, files of what is kept, and deleting the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import deletion
from accounts.rate_limits import CostlyAction, spend
from library.exports import ExportFormat, export_events
from problems.kinds import Problem
from sheets.sheet_settings import change_time_zone, differing_zone
from syncer import schedule
from syncer.clicks import count_click, resume_on_click, sync_after_change
from syncer.exports import export_runs
from syncer.models import SyncRun
from syncer.runs import request_run
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.downloads import download
from website.home.presenters import present_home
from website.messages import show_problem
from website.problems.presenters import describe_request_problem
from website.runs.presenters import describe_start
from website.settings.connection_presenters import present_connections
from website.settings.forms import LanguageForm, TimeForm
from website.settings.presenters import describe_unrevoked, present_revocation, present_sessions


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def edit_schedule(request: SignedInRequest) -> HttpResponse:
    time_form = TimeForm(request.POST or None, initial=_current_time(request))
    if time_form.is_valid():
        schedule.set_time(request.user, **time_form.cleaned_data)
        messages.success(request, _("Saved."))
        # Not rendered here: for this request the former time zone is active.
        return redirect("preferences")
    state = present_home(request.user)
    connections = present_connections(request.user, state.sheet, state.schedule)
    context = {
        "time_form": time_form,
        "language_form": LanguageForm(initial={"language": request.user.language}),
        "state": state,
        "sheet_zone": differing_zone(state.sheet) if state.sheet else "",
        "connections": connections,
        "revocation": present_revocation(request.user),
        "sessions": present_sessions(request.user, request.session.session_key),
    }
    return render(request, "settings/settings.html", context, status=422 if request.POST else 200)


def _current_time(request: SignedInRequest) -> dict[str, object]:
    return {"hour": schedule.get_schedule(request.user).hour, "time_zone": request.user.time_zone}


@require_safe
@sign_in_required
def download_events(request: SignedInRequest, form: ExportFormat) -> StreamingHttpResponse:
    return download("saved-and-removed", form, export_events(request.user, form))


@require_safe
@sign_in_required
def download_runs(request: SignedInRequest, form: ExportFormat) -> StreamingHttpResponse:
    return download("syncs", form, export_runs(request.user, form))


@require_POST
@sign_in_required
def choose_language(request: SignedInRequest) -> HttpResponse:
    """Stores the language of the pages; "" follows the browser. Anything that is not offered changes nothing."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        request.user.language = form.cleaned_data["language"]
        request.user.save(update_fields=["language"])
    return redirect("preferences")


@require_POST
@sign_in_required
def pause(request: SignedInRequest) -> HttpResponse:
    text = _("Paused. Nothing is read or written until you resume; Sync now still works.")
    if schedule.pause(request.user):
        text += " " + _(
            "The sync that was writing has ended: one change that was on its way to Google may still arrive in the next"
            " minutes, and nothing follows it."
        )
    messages.success(request, text)
    return redirect("preferences")


@require_POST
@sign_in_required
def resume(request: SignedInRequest) -> HttpResponse:
    run = resume_on_click(request.user)
    text = _("Your daily sync is back on.")
    if run is not None:
        text += " " + describe_start(run, _("So is the sync that the pause had stopped."))
    messages.success(request, text)
    return redirect("preferences")


@require_POST
@sign_in_required
def try_again(request: SignedInRequest) -> HttpResponse:
    """The button under a problem that the person has solved: resumes the schedule, and syncs at once."""
    with show_problems(request):
        # First: without a sync the problem stays where it is, with this button beside it.
        count_click(request.user)
        # Resumed without checking the problem: the run meets it again if it persists, and pauses again.
        schedule.resume(request.user)
        request_run(request.user, SyncRun.Trigger.PERSON)
    return redirect("home")


@require_POST
@sign_in_required
def change_sheet_zone(request: SignedInRequest) -> HttpResponse:
    """The button that gives the spreadsheet the person's time zone; a sync writes the dates anew."""
    try:
        spend(request.user, CostlyAction.LINK)
        change_time_zone(request.user)
    except Problem as problem:
        show_problem(request, problem, describe_request_problem(problem))
        return redirect("preferences")
    run = sync_after_change(request.user)
    sync = describe_start(run, _("A sync brings its dates in line."))
    messages.success(request, _("Your sheet has your time zone now. %(sync)s") % {"sync": sync})
    return redirect("preferences")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def leave(request: SignedInRequest) -> HttpResponse:
    """Asks for confirmation with GET; with POST deletes all that is kept of the person."""
    if request.method != "POST":
        return render(request, "settings/delete_account.html")
    is_revoked = deletion.delete_account(request.user)
    # After deleting: a deletion that fails must leave the person signed in, to try it again.
    logout(request)
    messages.success(request, _("Your data is deleted. Your sheet stays in your Drive, just as it is."))
    if not is_revoked:
        messages.warning(request, describe_unrevoked())
    response = redirect("home")
    # The button's page for no network, and the worker that shows it. https://www.w3.org/TR/clear-site-data/
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@sign_in_required
def disconnect_google(request: SignedInRequest) -> HttpResponse:
    if deletion.disconnect_google(request.user):
        messages.success(request, _("Google is disconnected. Your sheet stays as it is."))
    else:
        messages.warning(request, describe_unrevoked())
    return redirect("preferences")
