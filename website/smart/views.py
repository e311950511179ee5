"""Smart sheets: the list, the form of one, why a track is in it, its removal; and the optional tabs by month."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.problems import PreviewLimitUsedUp
from accounts.rate_limits import CostlyAction, spend
from library.access import saved_track_of, saved_tracks
from library.listed_tracks import list_tracks
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.explanation import explain
from library.rules.matching import holds_track
from library.rules.presets import PRESETS
from library.search import Sorting, TrackSearch, find_saves, in_order
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
    MAX_CHOSEN_FROM,
    ResultPresenter,
    first_tracks,
    get_rules,
    name_for_preset,
    present_choice,
    present_coverage,
    present_offer,
    present_presets,
    present_preview,
    present_smart_sheet,
    present_tab_removal,
    tabs_with_problems,
)
from website.track_rows import TrackRow

MAX_FOUND = 20
MAX_WORDS = 8


@require_safe
@sign_in_required
def smart_list(request: SignedInRequest) -> HttpResponse:
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    problems = tabs_with_problems(request.user, sheet)
    context = {
        "problem": present_problem(request.user, sheet, opens=True),
        "sheets": [present_smart_sheet(tab, problems) for tab in smart_sheets_of(request.user)],
        "coverage": present_coverage(request.user),
        "presets": present_presets(request.user),
        "offers": [
            present_offer(offer, problems) for offer in statistics_tabs.statistics_tab_offers(request.user)
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
    if not preset:
        return _render_form(request, None, SmartForm.from_rules("", Rules()))
    taken = smart_sheets_of(request.user).values_list("name", flat=True)
    return _render_form(request, None, SmartForm.from_rules(name_for_preset(preset, taken), PRESETS[preset]))


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
    """What fits, beside the form, requested while the person types."""
    form = SmartForm.from_post(request.POST)
    return render(request, "smart/_preview_update.html", {"form": form} | _preview(request, form))


@require_POST
@sign_in_required
def smart_conditions(request: SignedInRequest) -> HttpResponse:
    """The conditions with one more (`add`) or less (`remove`), and what fits then."""
    form = SmartForm.from_post(request.POST)
    context = {"form": form} | _preview(request, form)
    return render(request, "smart/_conditions_update.html", context)


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
    if query:
        tracks = list_tracks(_search(request.user, query)[:MAX_FOUND])
    else:
        tracks = first_tracks(request.user, get_rules(sheet), MAX_CHOSEN_FROM)
    context = {"sheet": sheet, "query": query, "rows": [present_choice(sheet, track) for track in tracks]}
    return render(request, "smart/find.html", context)


def _search(user: User, query: str) -> QuerySet[SavedTrack]:
    # A pasted link names one track: words of an address would match nothing.
    link = key_of(query)
    if link is not None:
        return saved_tracks(user).filter(track__key=track_key_of(link))
    # Each word is a condition of its own: a page of text that was pasted must not become a page of SQL.
    text = " ".join(query.split()[:MAX_WORDS])
    return in_order(find_saves(user, TrackSearch(text)), Sorting(descending=True))


@require_safe
@sign_in_required
def smart_why(request: SignedInRequest, pk: int, saved: int) -> HttpResponse:
    """Why a track is in a smart sheet, or is not, condition by condition."""
    sheet = smart_sheet_of(request.user, pk)
    save = saved_track_of(request.user, saved)
    rules = get_rules(sheet)
    explanation = explain(request.user, save, rules)
    (track,) = list_tracks(saved_tracks(request.user).filter(pk=save.pk))
    context = {
        "sheet": sheet,
        "title": track.title,
        "track": TrackRow.of(track),
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
    # What a browser without JavaScript sends the form for: to see what fits, or other lines.
    if request.POST.get("do") == "preview" or request.POST.keys() & {"add", "remove"}:
        return _render_form(request, sheet, form)
    form.require_complete()
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
    context: dict[str, object] = {"sheet": sheet, "form": form, "coverage": present_coverage(request.user)}
    context |= _preview(request, form)
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
