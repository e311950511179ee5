"""Linking a sheet (a new one, or one that the person shares), its settings, and unlinking it."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.rate_limits import CostlyAction, spend
from library.coverage import Coverage, coverage
from problems.kinds import Problem
from problems.texts import describe_problem
from sheets.credentials import service_account_address
from sheets.dry_run import dry_run
from sheets.linking.create import recreate_main_tab
from sheets.linking.links import get_link_code, unlink
from sheets.linking.share import link_shared
from sheets.models import LinkedSheet
from sheets.problems import InvalidSetting
from sheets.sheet_settings import SheetSettings, complete, deselected_columns, settings_of
from syncer import schedule
from syncer.clicks import sync_after_change
from syncer.sheet_settings import update_and_sync
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.home.presenters import get_connections
from website.messages import show_problem
from website.problems.presenters import (
    describe_request_problem,
    present_problem,
    present_request_problem,
)
from website.runs.presenters import describe_start
from website.sheet.creation import create_and_sync, start_first_sync
from website.sheet.forms import SheetAddressForm, SheetSettingsForm, move_column, with_kept_columns
from website.sheet.page_presenters import (
    ColumnsPresenter,
    DryRunPresenter,
    SheetPreviewPresenter,
    present_sheet_preview,
)
from website.sheet.presenters import ask_about_charts

# Settings that have another name on the form; None: the message is shown above all columns.
FORM_FIELDS = {"keep_removed": "removed", "columns": None}


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def sheet_page(request: SignedInRequest) -> HttpResponse:
    """What goes into the linked sheet; or, without one, both ways of linking."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is not None:
        return _edit_settings(request, sheet)
    if request.method == "POST":
        return redirect("sheet")
    return _render_link_page(request, SheetAddressForm())


@require_safe
@sign_in_required
def contents(request: SignedInRequest) -> HttpResponse:
    """The address that the settings had while they were a page of their own."""
    return redirect("sheet")


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
    share_with = service_account_address()
    context = {
        "sheet": sheet,
        "problem": present_problem(request.user, sheet),
        "form": form,
        "google": get_connections(request.user)["google"],
        "can_create": bool(settings.GOOGLE_CLIENT_ID),
        "share_with": share_with,
        "code": get_link_code(request.user).code if share_with and sheet is None else "",
    }
    return render(request, "sheet/link.html", context, status=status)


@require_POST
@sign_in_required
def preview_settings(request: SignedInRequest) -> HttpResponse:
    """The fragment with the first rows, requested while the person chooses."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return HttpResponseClientRefresh()
    preview = _preview(sheet, _read_form(request, sheet)[1], coverage(request.user))
    return render(request, "sheet/_preview.html", {"preview": preview})


@require_POST
@sign_in_required
def write_everything(request: SignedInRequest) -> HttpResponse:
    """The answer to the question of the first page: all of the library belongs into the sheet."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    return _store_settings(request, replace(settings_of(sheet), scope=LinkedSheet.Scope.ALL))


@require_POST
@sign_in_required
def preview_write(request: SignedInRequest) -> HttpResponse:
    """The fragment that says what the next write would do."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return HttpResponseClientRefresh()
    return render(request, "sheet/_next_write.html", _next_write(sheet, _read_form(request, sheet)[1]))


def _edit_settings(request: SignedInRequest, sheet: LinkedSheet) -> HttpResponse:
    """The form of what goes into the sheet; before a column with a chart on it goes, the question whether it shall.

    Its other buttons move a column, or show what would come of the choice: they store nothing.
    """
    if request.method != "POST":
        return _render_settings(request, sheet, SheetSettingsForm(settings_of(sheet)), settings_of(sheet))
    form, wanted = _read_form(request, sheet)
    if "move" in request.POST or request.POST.get("do") == "preview":
        return _render_settings(request, sheet, form, wanted)
    if request.POST.get("do") == "next-write":
        return _render_settings(request, sheet, form, wanted, **_next_write(sheet, wanted))
    if wanted is None:
        return _render_settings(request, sheet, form, wanted)
    deselected = deselected_columns(sheet, wanted)
    answered = {*request.POST.get("remove_columns", "").split()}
    is_answered = answered.issuperset(column.id for column in deselected)
    question = None if is_answered else ask_about_charts(sheet, deselected)
    if question is not None:
        return render(request, "sheet/charts.html", {"question": question, "form": form})
    return _store_settings(request, wanted)


def _read_form(
    request: SignedInRequest, sheet: LinkedSheet
) -> tuple[SheetSettingsForm, SheetSettings | None]:
    """Returns the form that was sent, and the settings it asks for: None where it has errors, which it says."""
    now = settings_of(sheet)
    posted = with_kept_columns(request.POST)
    if move := posted.get("move"):
        posted = move_column(posted, now, move)
    form = SheetSettingsForm(now, posted)
    if not form.is_valid():
        return form, None
    try:
        return form, complete(form.to_settings())
    except InvalidSetting as problem:
        form.add_error(FORM_FIELDS.get(problem.field, problem.field), describe_problem(problem))
        return form, None


def _preview(
    sheet: LinkedSheet, wanted: SheetSettings | None, counts: Coverage
) -> SheetPreviewPresenter | None:
    return present_sheet_preview(sheet, wanted, counts) if wanted else None


def _next_write(sheet: LinkedSheet, wanted: SheetSettings | None) -> dict[str, object]:
    """Returns what the next write would do, for the template, or what kept Google from saying so."""
    if wanted is None:
        return {"next_write": None}
    try:
        return {"next_write": DryRunPresenter(dry_run(sheet, wanted))}
    except Problem as problem:
        return {"next_write_problem": present_request_problem(problem, reverse("sheet"))}


def _render_settings(
    request: SignedInRequest,
    sheet: LinkedSheet,
    form: SheetSettingsForm,
    wanted: SheetSettings | None,
    **more: object,
) -> HttpResponse:
    counts = coverage(request.user)
    context = more | {
        "sheet": sheet,
        "problem": present_problem(request.user, sheet),
        "share_with": service_account_address(),
        "form": form,
        "columns": ColumnsPresenter(form, counts),
        "counts": counts,
        "preview": _preview(sheet, wanted, counts),
    }
    return render(request, "sheet/sheet.html", context, status=422 if form.errors else 200)


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
