"""Linking a sheet: make a new one, hand over one that exists, or let go of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from problems.kinds import Problem
from problems.texts import describe_problem
from sheets.linking import adopt_shared, create_spreadsheet, link_code, unlink
from sheets.models import LinkedSheet
from sheets.sheet_settings import InvalidSetting, settings_of
from syncer.models import SyncRun
from syncer.runs import request_run
from syncer.sheet_changes import update_and_sync
from website.connections import connections_of
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.forms import PasteForm
from website.sheet.forms import ContentsForm

LINKED = "Your sheet is linked. The first sync is on its way."


@require_safe
@sign_in_required
def link_page(request: SignedInRequest) -> HttpResponse:
    return _ways(request, PasteForm())


@require_POST
@sign_in_required
def create_sheet(request: SignedInRequest) -> HttpResponse:
    try:
        create_spreadsheet(request.user)
    except Problem as problem:
        messages.error(request, describe_problem(problem))
        return redirect("sheet")
    return _first_sync(request)


@require_POST
@sign_in_required
def adopt_sheet(request: SignedInRequest) -> HttpResponse:
    form = PasteForm(request.POST)
    if form.is_valid():
        try:
            adopt_shared(request.user, form.cleaned_data["address"])
        except Problem as problem:
            form.add_error("address", describe_problem(problem))
        else:
            return _first_sync(request)
    return _ways(request, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def unlink_sheet(request: SignedInRequest) -> HttpResponse:
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    if request.method != "POST":
        return render(request, "sheet/unlink.html", {"sheet": sheet})
    with show_problems(request):
        unlink(request.user)
        messages.success(request, "Unlinked. The sheet stays in your Drive just as it is.")
    return redirect("sheet")


def _first_sync(request: SignedInRequest) -> HttpResponse:
    messages.success(request, LINKED)
    with show_problems(request):
        request_run(request.user, SyncRun.Trigger.PERSON)
    return redirect("home")


def _ways(request: SignedInRequest, form: PasteForm, status: int = 200) -> HttpResponse:
    """Both ways of linking, or the linked sheet. The code is made on the first look at this page."""
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    account = settings.GOOGLE_SERVICE_ACCOUNT
    context = {
        "sheet": sheet,
        "form": form,
        "google": connections_of(request.user)["google"],
        "can_create": bool(settings.GOOGLE_CLIENT_ID),
        "share_with": account["client_email"] if account else "",
        "code": link_code(request.user).code if account and sheet is None else "",
    }
    return render(request, "sheet/link.html", context, status=status)


FIELDS = {"keep_removed": "removed", "columns": None}


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def contents(request: SignedInRequest) -> HttpResponse:
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    form = ContentsForm(settings_of(sheet), request.POST or None)
    if form.is_valid() and _is_chosen(request, form):
        return redirect("home")
    return render(
        request, "sheet/contents.html", {"form": form, "sheet": sheet}, status=422 if request.POST else 200
    )


def _is_chosen(request: SignedInRequest, form: ContentsForm) -> bool:
    """Says what came of it; what is wrong with the choice stands beside its field."""
    with show_problems(request):
        try:
            run = update_and_sync(request.user, form.choices())
        except InvalidSetting as problem:
            form.add_error(FIELDS.get(problem.field, problem.field), describe_problem(problem))
            return False
        if run is None:
            messages.info(request, "Saved. Your sheet was set up like this already.")
        else:
            messages.success(request, "Saved. A sync is bringing your sheet in line.")
    return True
