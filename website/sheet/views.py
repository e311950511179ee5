"""Linking a sheet (a new one, or one that the person shares), its settings, and unlinking it."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rate_limits import CostlyAction, spend
from problems.kinds import Problem
from problems.texts import describe_problem
from sheets.linking.create import recreate_main_tab
from sheets.linking.links import get_link_code, unlink
from sheets.linking.share import link_shared
from sheets.models import LinkedSheet
from sheets.problems import InvalidSetting
from sheets.sheet_settings import SheetSettings, deselected_columns, settings_of
from syncer import schedule
from syncer.clicks import sync_after_change
from syncer.sheet_settings import update_and_sync
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.home.presenters import get_connections
from website.messages import show_problem
from website.problems.presenters import describe_request_problem, present_problem
from website.runs.presenters import describe_start
from website.sheet.creation import create_and_sync, start_first_sync
from website.sheet.forms import SheetAddressForm, SheetSettingsForm
from website.sheet.presenters import ask_about_charts

# Settings that have another name on the form; None: the message is shown above all columns.
FORM_FIELDS = {"keep_removed": "removed", "columns": None}


@require_safe
@sign_in_required
def link_page(request: SignedInRequest) -> HttpResponse:
    return _render_link_page(request, SheetAddressForm())


@require_POST
@sign_in_required
def create_sheet(request: SignedInRequest) -> HttpResponse:
    return redirect(create_and_sync(request, request.user))


@require_POST
@sign_in_required
def link_shared_sheet(request: SignedInRequest) -> HttpResponse:
    form = SheetAddressForm(request.POST)
    if form.is_valid():
        try:
            spend(request.user, CostlyAction.LINK)
            link_shared(request.user, form.cleaned_data["address"])
        except Problem as problem:
            form.add_error("address", describe_request_problem(problem))
        else:
            return redirect(start_first_sync(request, request.user))
    return _render_link_page(request, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def unlink_sheet(request: SignedInRequest) -> HttpResponse:
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    if request.method != "POST":
        return render(request, "sheet/unlink.html", {"sheet": sheet})
    with show_problems(request):
        if unlink(request.user):
            messages.success(
                request,
                _(
                    "Unlinked, and the sync that was writing has ended. One change that was on its way to Google may still"
                    " arrive in the next minutes; nothing follows it."
                ),
            )
        else:
            messages.success(request, _("Unlinked. The sheet stays in your Drive just as it is."))
    return redirect("sheet")


@require_POST
@sign_in_required
def make_tab_again(request: SignedInRequest) -> HttpResponse:
    """The button beside the problem of a deleted tab: makes it, resumes the schedule, and syncs at once."""
    try:
        spend(request.user, CostlyAction.LINK)
        recreate_main_tab(request.user)
    except Problem as problem:
        show_problem(request, problem, describe_request_problem(problem))
        return redirect("home")
    schedule.resume(request.user)
    run = sync_after_change(request.user)
    messages.success(
        request,
        _("The tab is made again. %(sync)s") % {"sync": describe_start(run, _("A sync is filling it."))},
    )
    return redirect("home")


def _render_link_page(request: SignedInRequest, form: SheetAddressForm, status: int = 200) -> HttpResponse:
    """Shows both ways of linking, or the linked sheet. The code is made when the page is first shown."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    # Each way of linking needs other credentials of the operator's: without them it is not offered.
    account = settings.GOOGLE_SERVICE_ACCOUNT
    context = {
        "sheet": sheet,
        "problem": present_problem(request.user, sheet),
        "form": form,
        "google": get_connections(request.user)["google"],
        "can_create": bool(settings.GOOGLE_CLIENT_ID),
        "share_with": account["client_email"] if account else "",
        "code": get_link_code(request.user).code if account and sheet is None else "",
    }
    return render(request, "sheet/link.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def edit_settings(request: SignedInRequest) -> HttpResponse:
    """The form of what goes into the sheet; before a column with a chart on it goes, the question whether it shall."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    form = SheetSettingsForm(settings_of(sheet), _with_kept_columns(request.POST) or None)
    if form.is_valid():
        wanted = form.to_settings()
        try:
            deselected = deselected_columns(sheet, wanted)
        except InvalidSetting as problem:
            form.add_error(FORM_FIELDS.get(problem.field, problem.field), describe_problem(problem))
        else:
            answered = {*request.POST.get("remove_columns", "").split()}
            is_answered = answered.issuperset(column.id for column in deselected)
            question = None if is_answered else ask_about_charts(sheet, deselected)
            if question is not None:
                return render(request, "sheet/charts.html", {"question": question, "form": form})
            return _store_settings(request, wanted)
    return render(
        request, "sheet/settings.html", {"form": form, "sheet": sheet}, status=422 if request.POST else 200
    )


@require_POST
@sign_in_required
def write_everything(request: SignedInRequest) -> HttpResponse:
    """The answer to the question of the first page: all of the library belongs into the sheet."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    return _store_settings(request, replace(settings_of(sheet), scope=LinkedSheet.Scope.ALL))


def _with_kept_columns(posted: QueryDict) -> QueryDict:
    """Returns the form with the columns ticked that the person keeps after all, because of a chart."""
    data = posted.copy()
    for name in posted.get("keep_columns", "").split():
        data[f"show_{name}"] = "on"
    return data


def _store_settings(request: SignedInRequest, wanted: SheetSettings) -> HttpResponse:
    # The settings are stored: a problem here is shown on the next page, and the daily sync applies them anyway.
    with show_problems(request):
        run = update_and_sync(request.user, wanted)
        if run is not None:
            messages.success(
                request,
                _("Saved. %(sync)s")
                % {"sync": describe_start(run, _("A sync is bringing your sheet in line."))},
            )
        elif "keep_columns" in request.POST:
            messages.success(request, _("Kept. Your sheet stays as it is."))
        else:
            messages.info(request, _("Saved. Your sheet was set up like this already."))
    return redirect("home")
