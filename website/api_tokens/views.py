"""Makes access tokens of the API, shows each once, and revokes them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.api_tokens import make_token, revoke_token, tokens_of
from accounts.problems import TooManyApiTokens
from problems.texts import describe_problem
from website.api_tokens.forms import ApiTokenForm
from website.api_tokens.presenters import ApiTokenPresenter
from website.decorators import SignedInRequest, sign_in_required


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def api_tokens(request: SignedInRequest) -> HttpResponse:
    """Lists the tokens. With POST makes one, and shows its text in the answer: it is stored nowhere, to be shown again."""
    form = ApiTokenForm(request.POST or None)
    text = ""
    if form.is_valid():
        try:
            _token, text = make_token(
                request.user,
                name=form.cleaned_data["name"],
                scopes=form.chosen_scopes,
                expires_at=form.expires_at,
            )
            form = ApiTokenForm()
        except TooManyApiTokens as problem:
            form.add_error(None, describe_problem(problem))
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
