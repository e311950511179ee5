"""Smart sheets: the list, the form of one, why a track is in it, its removal; and the optional tabs by month."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.problems import PreviewLimitUsedUp
from accounts.rate_limits import CostlyAction, spend
from library.access import saved_track_of, saved_tracks
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.explanation import explain
from library.rules.matching import holds_track
from library.rules.presets import PRESETS
from problems.kinds import Problem
from problems.texts import describe_problem
from sheets import smart_tabs, statistics_tabs
from sheets.access import smart_sheet_of, smart_sheets_of, statistics_tab_of
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.planner.track_links import key_of, track_key_of
from website.decorators import SignedInRequest, sign_in_required
from website.problems.presenters import present_problem
from website.smart.forms import SmartForm
from website.smart.presenters import (
    PRESET_WORDS,
    ResultPresenter,
    SmartSheetPresenter,
    get_rules,
    present_coverage,
    present_preview,
    present_tab_problems,
    present_tab_removal,
)

MAX_FOUND = 20


@require_safe
@sign_in_required
def smart_list(request: SignedInRequest) -> HttpResponse:
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    problems = present_tab_problems(request.user, sheet)
    context = {
        "problem": present_problem(request.user, sheet, opens=True),
        "sheets": [
            SmartSheetPresenter(tab, problems.get(tab.name, "")) for tab in smart_sheets_of(request.user)
        ],
        "coverage": present_coverage(request.user),
        "presets": PRESET_WORDS,
        "offers": [
            (offer, problems.get(offer.name, ""))
            for offer in statistics_tabs.statistics_tab_offers(request.user)
        ],
        "has_sheet": sheet is not None,
    }
    return render(request, "smart/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def smart_new(request: SignedInRequest) -> HttpResponse:
    """The form of a new sheet, from a preset (`?preset=Workout`) or empty. Raises `Http404` for an unknown preset."""
    if request.method == "POST":
        return _save(request, None)
    preset = request.GET.get("preset", "")
    if preset and preset not in PRESETS:
        raise Http404
    return _render_form(request, None, SmartForm.from_rules(preset, PRESETS.get(preset, Rules())))


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def smart_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = smart_sheet_of(request.user, pk)
    if request.method == "POST":
        return _save(request, sheet)
    return _render_form(request, sheet, SmartForm.from_rules(sheet.name, get_rules(sheet)))


@require_POST
@sign_in_required
def smart_preview(request: SignedInRequest) -> HttpResponse:
    """The fragment under the form, requested while the person types."""
    form = SmartForm.from_post(request.POST)
    return render(request, "smart/_preview.html", {"form": form} | _preview(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def smart_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = smart_sheet_of(request.user, pk)
    if request.method != "POST":
        return render(
            request, "smart/remove.html", {"removal": present_tab_removal(request.user, sheet, request.path)}
        )
    with_tab = request.POST.get("tab") == "delete"
    smart_tabs.remove_smart_tab(sheet, with_tab=with_tab)
    messages.success(request, _removal_message(sheet.name, with_tab=with_tab))
    return redirect("smart")


@require_POST
@sign_in_required
def smart_again(request: SignedInRequest, pk: int) -> HttpResponse:
    smart_tabs.recreate_smart_tab(smart_sheet_of(request.user, pk))
    messages.success(request, _("The next sync makes the tab again."))
    return redirect("smart")


@require_safe
@sign_in_required
def smart_find(request: SignedInRequest, pk: int) -> HttpResponse:
    """Finds the track that the person wonders about: by words of its title or artists, or by its link."""
    sheet = smart_sheet_of(request.user, pk)
    query = request.GET.get("track", "").strip()
    results = list(_search(saved_tracks(request.user), query)[:MAX_FOUND]) if query else []
    return render(request, "smart/find.html", {"sheet": sheet, "query": query, "results": results})


def _search(saves: QuerySet[SavedTrack], query: str) -> QuerySet[SavedTrack]:
    # A pasted link names one track: words of an address would match nothing.
    link = key_of(query)
    if link is not None:
        return saves.filter(track__key=track_key_of(link))
    # Each word is a condition of its own: a page of text that was pasted must not become a page of SQL.
    for word in query.split()[:8]:
        saves = saves.filter(Q(track__name__icontains=word) | Q(track__artist_line__icontains=word))
    return saves


@require_safe
@sign_in_required
def smart_why(request: SignedInRequest, pk: int, saved: int) -> HttpResponse:
    """Why a track is in a smart sheet, or is not, condition by condition."""
    sheet = smart_sheet_of(request.user, pk)
    save = saved_track_of(request.user, saved)
    rules = get_rules(sheet)
    explanation = explain(request.user, save, rules)
    context = {
        "sheet": sheet,
        "saved": save,
        "rules": rules,
        "fits": explanation.fits,
        "results": [ResultPresenter(result) for result in explanation.results],
        "is_in": explanation.fits and holds_track(request.user, rules, save.track_id),
    }
    return render(request, "smart/why.html", context)


@require_POST
@sign_in_required
def optional_tab(request: SignedInRequest, kind: str) -> HttpResponse:
    """Adds a tab by month. Raises `Http404` for a kind that there is not."""
    if kind not in StatisticsTab.Kind.values:
        raise Http404
    statistics_tabs.add_statistics_tab(request.user, kind)
    messages.success(request, _("The next sync makes the tab."))
    return redirect("smart")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def optional_tab_remove(request: SignedInRequest, kind: str) -> HttpResponse:
    """Asks what becomes of a tab by month, and removes it."""
    tab = statistics_tab_of(request.user, kind)
    if request.method != "POST":
        return render(
            request, "smart/remove.html", {"removal": present_tab_removal(request.user, tab, request.path)}
        )
    with_tab = request.POST.get("tab") == "delete"
    statistics_tabs.remove_statistics_tab(request.user, kind, with_tab=with_tab)
    messages.success(request, _removal_message(tab.get_kind_display(), with_tab=with_tab))
    return redirect("smart")


def _removal_message(name: str, *, with_tab: bool) -> str:
    if with_tab:
        return _("%(name)s is removed. Its tab goes with the next sync.") % {"name": name}
    return _("%(name)s is removed. Its tab stays as it is, and is yours now.") % {"name": name}


def _save(request: SignedInRequest, sheet: SmartTab | None) -> HttpResponse:
    form = SmartForm.from_post(request.POST)
    # The preview of a browser without JavaScript, which sends the form to see it.
    if request.POST.get("do") == "preview":
        return _render_form(request, sheet, form)
    if form.rules is None or not form.is_valid:
        return _render_form(request, sheet, form, status=422)
    try:
        if sheet is None:
            smart_tabs.create_smart_tab(request.user, form.name, form.rules)
        else:
            smart_tabs.update_smart_tab(sheet, form.name, form.rules)
    except Problem as problem:
        form.name_error = describe_problem(problem)
        return _render_form(request, sheet, form, status=422)
    messages.success(request, _("Saved. The next sync writes it into your spreadsheet."))
    return redirect("smart")


def _render_form(
    request: SignedInRequest, sheet: SmartTab | None, form: SmartForm, status: int = 200
) -> HttpResponse:
    context = {"sheet": sheet, "form": form} | _preview(request, form)
    return render(request, "smart/edit.html", context, status=status)


def _preview(request: SignedInRequest, form: SmartForm) -> dict[str, object]:
    """Returns the preview for the template, or why there is none now."""
    if form.rules is None:
        return {"preview": None}
    try:
        spend(request.user, CostlyAction.PREVIEW)
    except PreviewLimitUsedUp as problem:
        return {"preview": None, "preview_problem": describe_problem(problem)}
    return {"preview": present_preview(request.user, form.rules)}
