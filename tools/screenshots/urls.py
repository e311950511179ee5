"""The site with two addresses more, which meet a problem as the real ones do when something is wrong."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from problems.texts import describe_problem
from tools.screenshots.problems import raised
from website.messages import show_problem

handler400 = "website.error_pages.bad_request"


def show_message(request: HttpRequest, code: str) -> HttpResponse:
    """Meets the problem in a form and goes back to the sheet's page."""
    problem = raised(code)
    show_problem(request, problem, describe_problem(problem))
    return redirect("sheet")


def fail_sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Raises the problem, as social-auth's addresses do."""
    problem = raised(code)
    is_google = problem.values["vendor"] == "google"
    backend = SimpleNamespace(
        vendor=problem.values["vendor"], name="google-oauth2" if is_google else "spotify"
    )
    request.backend = backend  # type: ignore[attr-defined]
    raise problem


urlpatterns = [
    path("pictured/message/<slug:code>/", show_message),
    path("pictured/sign-in/<slug:code>/", fail_sign_in),
    path("", include("spotistats.urls")),
]
