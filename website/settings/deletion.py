"""Letting go: of Google alone, or of everything that is kept here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import deletion as leaving
from website.signed_in import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: SignedInRequest) -> HttpResponse:
    """Asks first; then nothing of the person is left here."""
    if request.method != "POST":
        return render(request, "leave.html")
    leaving.delete_account(request.user)
    logout(request)
    messages.success(request, "Your data is deleted. Your sheet stays in your Drive, just as it is.")
    return redirect("home")


@require_POST
@signed_in
def disconnect_google(request: SignedInRequest) -> HttpResponse:
    leaving.disconnect_google(request.user)
    messages.success(request, "Google is disconnected. Your sheet stays as it is.")
    return redirect("preferences")
