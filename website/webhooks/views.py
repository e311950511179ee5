"""Makes webhooks, shows each secret once, and shows, changes, tests and deletes them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from notifications.access import deliveries_of, webhook_of, webhooks_of
from notifications.webhooks import change_webhook, make_webhook, request_test
from problems.kinds import AskUser
from problems.texts import describe_problem
from website.decorators import SignedInRequest, show_problems, sign_in_required
from website.shown_once import make_from_form
from website.webhooks.forms import WebhookForm
from website.webhooks.presenters import DeliveryPresenter, WebhookPresenter

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def webhooks(request: SignedInRequest) -> HttpResponse:
    """Lists the webhooks. With POST makes one, and shows its secret in the answer: nothing shows it again."""

    def make(form: WebhookForm) -> str:
        return make_webhook(request.user, url=form.cleaned_data["url"], events=form.chosen_events)[1]

    form, secret = make_from_form(request, WebhookForm, make)
    context = {
        "form": form,
        "secret": secret,
        "webhooks": [WebhookPresenter.of(one) for one in webhooks_of(request.user)],
    }
    return render(request, "webhooks/webhooks.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def webhook(request: SignedInRequest, webhook_id: int) -> HttpResponse:
    """Shows a webhook with what was sent to it. With POST changes it. Raises `Http404`."""
    found = webhook_of(request.user, webhook_id)
    form = WebhookForm(request.POST or None, initial={"url": found.url, "events": found.events})
    if form.is_valid():
        try:
            change_webhook(found, url=form.cleaned_data["url"], events=form.chosen_events)
        except AskUser as problem:
            form.add_error(None, describe_problem(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("webhook", found.pk)
    context = {
        "form": form,
        "webhook": WebhookPresenter.of(found),
        "deliveries": [DeliveryPresenter.of(one) for one in deliveries_of(found)[:SHOWN]],
    }
    return render(request, "webhooks/webhook.html", context, status=422 if form.errors else 200)


@require_POST
@sign_in_required
def test_webhook(request: SignedInRequest, webhook_id: int) -> HttpResponse:
    """Sends a test. Raises `Http404`."""
    found = webhook_of(request.user, webhook_id)
    with show_problems(request):
        request_test(found)
        messages.success(request, _("The test is on its way. Load this page again to see what came of it."))
    return redirect("webhook", found.pk)


@require_POST
@sign_in_required
def switch_webhook(request: SignedInRequest, webhook_id: int) -> HttpResponse:
    """Switches a webhook on or off, as `state` says. Raises `Http404`."""
    found = webhook_of(request.user, webhook_id)
    is_on = request.POST.get("state") == "on"
    change_webhook(found, is_on=is_on)
    messages.success(request, _("Switched on.") if is_on else _("Switched off. It is not called."))
    return redirect("webhook", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def delete_webhook(request: SignedInRequest, webhook_id: int) -> HttpResponse:
    """Asks for confirmation with GET; with POST deletes a webhook with its log. Raises `Http404`."""
    found = webhook_of(request.user, webhook_id)
    if request.method != "POST":
        return render(request, "webhooks/delete.html", {"webhook": found})
    found.delete()
    messages.success(request, _("Deleted. That address is not called again."))
    return redirect("webhooks")
