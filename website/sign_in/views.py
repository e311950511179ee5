"""Signing out: here, elsewhere and everywhere. Signing in is social-auth's, see `accounts.backends`."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.sessions import end_session, end_sessions
from website.decorators import SignedInRequest, sign_in_required


# POST alone: an image or a link on another site must not sign people out. Without `sign_in_required`, so that a second
# click is not sent to sign in.
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("home")


@require_POST
@sign_in_required
def sign_out_elsewhere(request: SignedInRequest) -> HttpResponse:
    """Ends the one session of the person's that the form names, by the hash of its key."""
    # Pressed twice, or about somebody else's: the answer is the same, and tells nobody what there is.
    end_session(request.user, request.POST.get("session", ""))
    messages.success(request, _("That device is signed out."))
    return redirect("preferences")


@require_POST
@sign_in_required
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    end_sessions(request.user)
    logout(request)
    messages.success(request, _("You are signed out everywhere, on this device too."))
    return redirect("home")
