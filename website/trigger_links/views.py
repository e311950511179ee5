"""Makes, lists, switches and revokes trigger links, and answers who uses one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import TriggerLink
from accounts.rate_limits import spend_by_link
from accounts.time_zones import zone_of
from accounts.trigger_links import change_link, find_link, links_of, make_link, note_use, revoke_link
from problems.kinds import Problem
from problems.texts import seconds_until
from syncer import schedule
from syncer.clicks import sync_by_api
from website.context_processors import site
from website.decorators import SignedInRequest, sign_in_required
from website.shown_once import make_from_form
from website.trigger_links.forms import TriggerLinkForm
from website.trigger_links.presenters import TriggerAnswer, TriggerLinkPresenter
from website.trigger_links.previews import is_preview

# The address is the key: it goes to no other site, into no cache and into no search engine.
HEADERS = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def trigger_links(request: SignedInRequest) -> HttpResponse:
    """Lists the links. With POST makes one, and shows its address in the answer: it is stored nowhere, to be shown again."""

    def make(form: TriggerLinkForm) -> str:
        return make_link(request.user, **form.cleaned_data)[1]

    form, secret = make_from_form(request, TriggerLinkForm, make)
    context = {
        "form": form,
        "address": secret and settings.SITE_URL + reverse("trigger", args=[secret]),
        "links": [TriggerLinkPresenter.of(link) for link in links_of(request.user)],
    }
    return render(request, "trigger_links/trigger_links.html", context, status=422 if form.errors else 200)


@require_POST
@sign_in_required
def switch(request: SignedInRequest, link_id: int) -> HttpResponse:
    """Has one of the person's links start a sync when it is opened, or ask first, as `opening` says. Raises `Http404`."""
    runs_at_once = request.POST.get("opening") == "starts"
    if not change_link(request.user, link_id, runs_at_once=runs_at_once):
        raise Http404
    if runs_at_once:
        text = _(
            "Opening that link starts a sync from now on. Do not send it to anybody: a preview may open it."
        )
    else:
        text = _("That link asks first from now on.")
    messages.success(request, text)
    return redirect("trigger-links")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def revoke(request: SignedInRequest, link_id: int) -> HttpResponse:
    """Asks for confirmation with GET; with POST ends one of the person's links. Raises `Http404` for any other."""
    link = get_object_or_404(links_of(request.user), pk=link_id)
    if request.method != "POST":
        return render(request, "trigger_links/revoke.html", {"link": link})
    revoke_link(request.user, link.pk)
    messages.success(request, _("Revoked. From now on that link starts nothing."))
    return redirect("trigger-links")


def _guard_address(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, secret: str) -> HttpResponse:
        response = view(request, secret)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return guarded


@csrf_exempt
@_guard_address
@require_http_methods(["GET", "HEAD", "POST"])
def trigger(request: HttpRequest, secret: str) -> HttpResponse:
    """Starts a sync of whose link it is, with POST, or with GET where that is switched on; otherwise asks first.

    The secret is all that counts: no cookie is looked at, so that no CSRF token could guard anything.
    """
    link = find_link(secret)
    if link is None:
        return _respond(request, TriggerAnswer.unknown())
    is_visit = request.method == "GET" and link.runs_at_once and not is_preview(request)
    if request.method == "POST" or is_visit:
        with timezone.override(zone_of(link.user)):
            return _respond(request, _use(link))
    return _render(request, "confirm")


def _use(link: TriggerLink) -> TriggerAnswer:
    try:
        spend_by_link(link)
        click = sync_by_api(link.user)
    except Problem as problem:
        return TriggerAnswer.of_problem(problem)
    note_use(link)
    return TriggerAnswer.of(click, schedule.next_local_time(link.user))


def _respond(request: HttpRequest, answer: TriggerAnswer) -> HttpResponse:
    form = request.get_preferred_type(["text/html", "application/json", "text/plain"])
    if form == "application/json":
        response: HttpResponse = JsonResponse(answer.to_json(), status=answer.status)
    elif form == "text/plain":
        response = HttpResponse(answer.sentence, "text/plain; charset=utf-8", answer.status)
    else:
        response = _render(request, "answer", answer)
    response["Vary"] = "Accept"
    if answer.retry_at is not None:
        response["Retry-After"] = str(seconds_until(answer.retry_at))
    return response


def _render(request: HttpRequest, name: str, answer: TriggerAnswer | None = None) -> HttpResponse:
    # Without the request, with which the templates' context would look at the session.
    text = render_to_string(f"trigger_links/{name}.html", {**site(request), "answer": answer})
    return HttpResponse(text, status=answer.status if answer else 200)
