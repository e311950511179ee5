"""Every problem of the registry on the page where people meet it: a new class appears by itself."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.problems import (
    AnotherSpotifyAccount,
    AppNotConfigured,
    LimitUsedUp,
    NoLastingPermission,
    PersonSignInLimitUsedUp,
    ScopesNotGranted,
    SignInFirst,
    SignInLimitUsedUp,
    TooManyApiTokens,
    TooManyTriggerLinks,
    TwoAccountsOfOnePerson,
)
from problems.kinds import REGISTRY, AskUser, Problem, Reconnect, TryLater
from providers.google.problems import ServiceAccountMissing
from providers.spotify.problems import (
    SpotifyProfileRefused,
    SpotifySignInNotAllowed,
    SpotifySignInSwitchedOff,
)
from sheets import problems as sheets
from syncer import schedule
from syncer.models import SyncRun
from syncer.problems import SheetUnlinked, SyncPaused
from syncer.receipt import Receipt


class Place(Enum):
    """Where people meet a problem."""

    SYNC = "on the first page and on the run's"
    SIGN_IN = "on the page of a sign-in that failed"
    MESSAGE = "above the page that they come back to"
    API = "in an answer of the API, which is no page"


_SIGN_IN = (
    AnotherSpotifyAccount,
    AppNotConfigured,
    NoLastingPermission,
    PersonSignInLimitUsedUp,
    ScopesNotGranted,
    SignInFirst,
    SignInLimitUsedUp,
    SpotifyProfileRefused,
    SpotifySignInNotAllowed,
    SpotifySignInSwitchedOff,
    TwoAccountsOfOnePerson,
    sheets.OtherGoogleAccount,
)
# The packages whose problems a sync meets, and those of them that a form does.
_SYNC = ("accounts", "providers", "sheets", "syncer")
_FORM = (
    LimitUsedUp,
    TooManyApiTokens,
    TooManyTriggerLinks,
    ServiceAccountMissing,
    sheets.CodeTabMissing,
    sheets.ColumnsWithCharts,
    sheets.CreationUnclear,
    sheets.InvalidSetting,
    sheets.LinkingInProgress,
    sheets.NoSheet,
    sheets.NoSpreadsheetInAddress,
    sheets.NotAnAddress,
    sheets.OtherHost,
    sheets.PastedDocument,
    sheets.PastedDrawing,
    sheets.PastedFolder,
    sheets.PastedForm,
    sheets.PastedPresentation,
    sheets.PublishedCopy,
    sheets.RenameUnclear,
    sheets.SheetAlreadyLinked,
    sheets.SheetTaken,
    sheets.SmartTabNameInvalid,
    sheets.SmartTabNameTaken,
    sheets.TooManySmartTabs,
)
# They end a run, because of what the person did meanwhile, and pause nothing.
_BY_THE_PERSON = (SheetUnlinked, SyncPaused)
# What the texts name. A value that is missing here is shown as "…".
VALUES: dict[str, object] = {
    "address": "tracksheet@my-project.iam.gserviceaccount.com",
    "by": "loudness",
    "cells": ["B7", "C12"],
    "choices": "tempo, energy, valence",
    "column": "loudness",
    "columns": ["Tempo", "Energy"],
    "charts": ["Tempo over time"],
    "condition": "tempo",
    "count": 24,
    "day": "2026-05-03",
    "error": "admin_policy_enforced",
    "field": "tempo",
    "first": "2026-12-01",
    "high": 250,
    "host": "home.example",
    "key": "tempoo",
    "kind": "loudness",
    "last": "2026-01-01",
    "limit": 20,
    "link_code": "track-7Q4K",
    "low": 0,
    "max": 1000,
    "more": 3,
    "most": 10,
    "name": "Workout",
    "number": 2,
    "page": "https://developer.spotify.com/dashboard",
    "problem": "spotify_down",
    "reason": "RESOURCE_EXHAUSTED",
    "rows": [14, 15, 31],
    "scope": "sync",
    "settings": "SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET",
    "status": 418,
    "title": "My music",
    "user": "Ada",
    "value": 900,
    "vendor": "google",
}


def place_of(problem: type[Problem]) -> Place:
    package = problem.__module__.partition(".")[0]
    if package == "api":
        return Place.API
    if issubclass(problem, _SIGN_IN):
        return Place.SIGN_IN
    is_met_in_a_sync = package in _SYNC and not issubclass(problem, _FORM)
    return Place.SYNC if is_met_in_a_sync else Place.MESSAGE


def pictured_problems() -> dict[str, Place]:
    """Returns the place of each problem that a page shows, by its code."""
    places = {code: place_of(problem) for code, problem in sorted(REGISTRY.items())}
    return {code: place for code, place in places.items() if place is not Place.API}


def vendor_of(code: str) -> str:
    """Returns the vendor that a problem is about, Google where it may be about either."""
    is_google = "google" in code or not ("spotify" in code or place_of(REGISTRY[code]) is Place.SIGN_IN)
    return "google" if is_google else "spotify"


def raised(code: str) -> Problem:
    """Returns a problem as if it had been raised, whatever its constructor takes."""
    kind = REGISTRY[code]
    problem = kind.__new__(kind)
    Problem.__init__(problem, **VALUES)
    problem.when = timezone.now() + timedelta(minutes=25)  # type: ignore[attr-defined]
    problem.vendor = vendor_of(code)  # type: ignore[attr-defined]
    problem.values["vendor"] = problem.vendor  # type: ignore[attr-defined]
    return problem


def meet_in_a_sync(user: User, code: str) -> dict[str, str]:
    """Has the person's newest run end with a problem, or wait for it, and returns the pages that tell of it, by name."""
    problem = raised(code)
    run = user.runs.order_by("-created_at")[0]
    run.problem_code, run.problem_values = problem.code, problem.values
    run.state, run.finished_at, run.resume_at = SyncRun.State.FAILED, run.started_at, None
    run.receipt = Receipt(spotify_total=300, database=300, added=2, removed=0, read_kind="recent").to_json()
    if isinstance(problem, TryLater):
        run.state, run.finished_at, run.resume_at = SyncRun.State.WAITING, None, problem.when
        run.lease_until = timezone.now() + timedelta(hours=1)
    run.save()
    schedule.resume(user)
    if isinstance(problem, Reconnect | AskUser) and not isinstance(problem, _BY_THE_PERSON):
        schedule.pause_for(user, problem)
    return {"home": "/", "run": reverse("run", args=[run.pk])}
