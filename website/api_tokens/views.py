"""Makes access tokens of the API, shows each once, and revokes them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.api_tokens import make_token, revoke_token, tokens_of
from website.api_tokens.forms import ApiTokenForm
from website.api_tokens.presenters import ApiTokenPresenter
from website.decorators import SignedInRequest, sign_in_required
from website.shown_once import make_from_form


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def api_tokens(request: SignedInRequest) -> HttpResponse:
    """Lists the tokens. With POST makes one, and shows its text in the answer: it is stored nowhere, to be shown again."""

    def make(form: ApiTokenForm) -> str:
        name, scopes = form.cleaned_data["name"], form.chosen_scopes
        return make_token(request.user, name=name, scopes=scopes, expires_at=form.expires_at)[1]

    form, text = make_from_form(request, ApiTokenForm, make)
    context = {
        "form": form,
        "text": text,
        "tokens": [ApiTokenPresenter.of(token) for token in tokens_of(request.user)],
    }
    return render(request, "api_tokens/api_tokens.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    """Asks for confirmation with GET; with POST ends one of the person's tokens. Raises `Http404` for any other."""
    token = get_object_or_404(tokens_of(request.user), pk=token_id)
    if request.method != "POST":
        return render(request, "api_tokens/revoke.html", {"token": token})
    revoke_token(request.user, token.pk)
    messages.success(request, _("Revoked. From now on nothing can be done with that token."))
    return redirect("api-tokens")
