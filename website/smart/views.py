"""Smart sheets: the list of them, the form of one, and its removal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from library.rules.conditions import Rules
from library.rules.presets import PRESETS
from problems.kinds import Problem
from problems.texts import describe_problem
from sheets import smart_tabs
from sheets.access import smart_sheet_of, smart_sheets_of
from sheets.models import LinkedSheet, SmartTab
from sheets.statistics_tabs import statistics_tab_offers
from website.decorators import SignedInRequest, sign_in_required
from website.smart.coverage import coverage_told
from website.smart.forms import SmartForm, shown, typed
from website.smart.presenters import ToldSmartSheet, rules_of
from website.smart.preview import preview

SAVED = "Saved. The next sync writes it into your spreadsheet."


@require_safe
@sign_in_required
def smart_list(request: SignedInRequest) -> HttpResponse:
    context = {
        "sheets": [ToldSmartSheet(sheet) for sheet in smart_sheets_of(request.user)],
        "coverage": coverage_told(request.user),
        "presets": PRESETS,
        "offers": statistics_tab_offers(request.user),
        "has_sheet": LinkedSheet.objects.filter(user=request.user).exists(),
    }
    return render(request, "smart/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def smart_new(request: SignedInRequest) -> HttpResponse:
    """From a preset (`?preset=Workout`) or from nothing."""
    if request.method == "POST":
        return _posted(request, None)
    preset = request.GET.get("preset", "")
    if preset and preset not in PRESETS:
        raise Http404
    return _page(request, None, shown(preset, PRESETS.get(preset, Rules())))


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def smart_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = smart_sheet_of(request.user, pk)
    if request.method == "POST":
        return _posted(request, sheet)
    return _page(request, sheet, shown(sheet.name, rules_of(sheet)))


@require_POST
@sign_in_required
def smart_preview(request: SignedInRequest) -> HttpResponse:
    """The fragment under the form, asked for while the person types."""
    form = typed(request.POST)
    found = preview(request.user, form.rules) if form.rules else None
    return render(request, "smart/_preview.html", {"form": form, "preview": found})


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def smart_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = smart_sheet_of(request.user, pk)
    if request.method != "POST":
        return render(request, "smart/remove.html", {"sheet": sheet})
    with_tab = request.POST.get("tab") == "delete"
    smart_tabs.remove_smart_tab(sheet, with_tab=with_tab)
    said = "Its tab goes with the next sync." if with_tab else "Its tab stays as it is, and is yours now."
    messages.success(request, f"{sheet.name} is removed. {said}")
    return redirect("smart")


@require_POST
@sign_in_required
def smart_again(request: SignedInRequest, pk: int) -> HttpResponse:
    smart_tabs.recreate_smart_tab(smart_sheet_of(request.user, pk))
    messages.success(request, "The next sync makes the tab again.")
    return redirect("smart")


def _posted(request: SignedInRequest, sheet: SmartTab | None) -> HttpResponse:
    form = typed(request.POST)
    if request.POST.get("do") == "preview":
        return _page(request, sheet, form)
    if form.rules is None or not form.is_valid:
        return _page(request, sheet, form, status=422)
    try:
        if sheet is None:
            smart_tabs.create_smart_tab(request.user, form.name, form.rules)
        else:
            smart_tabs.update_smart_tab(sheet, form.name, form.rules)
    except Problem as problem:
        form.name_error = describe_problem(problem)
        return _page(request, sheet, form, status=422)
    messages.success(request, SAVED)
    return redirect("smart")


def _page(
    request: SignedInRequest, sheet: SmartTab | None, form: SmartForm, status: int = 200
) -> HttpResponse:
    found = preview(request.user, form.rules) if form.rules else None
    context = {"sheet": sheet, "form": form, "preview": found}
    return render(request, "smart/edit.html", context, status=status)
