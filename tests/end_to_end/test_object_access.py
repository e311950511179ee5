"""Every address × every role × every method: what is Alice's reaches nobody else, and nothing is left out.

The addresses are those that Django's resolver knows, the admin's among them. Each has a line in `ACCESS`; one without
fails, and so does a line without an address. A new page, or a new model in the admin, begins with its line here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from social_django.models import UserSocialAuth

from accounts.api_tokens import make_token
from accounts.models import ApiToken, User
from accounts.sessions import hash_key
from accounts.trigger_links import make_link
from enrichment.models import SourceState
from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from notifications.models import CHOSEN_EVENTS
from notifications.webhooks import make_webhook
from providers.models import SpotifyApp
from sheets.models import SmartTab, StatisticsTab
from syncer.models import SyncRun
from tests.support.cast import make_alice, make_bob, make_superuser, make_user
from tests.support.songs import Song, save
from tests.support.transactions import undone

READ, SEND = ("GET", "HEAD"), ("POST",)
FORM = "application/x-www-form-urlencoded"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# Staff: `clerk` without a permission, `viewer` with every permission to view, `deputy` with every permission there is, and
# `root`, the superuser.
ROLES = ("visitor", "owner", "other", "clerk", "viewer", "deputy", "root")
STAFF = ("clerk", "viewer", "deputy", "root")
# Stands in everything of Alice's that has a name, so that one search finds each of them.
NAME, TOKEN = "Quillfeather", "gAAAAsealed"
# What every visitor leaves behind.
HARMLESS = ("accounts_session", "social_auth_nonce", "social_auth_partial")


class Outcome(Enum):
    """What a request gets."""

    ALLOWED = "200, 409, 422, or a redirect that is none to a sign-in"
    SIGN_IN = "a redirect to the first page, to sign in"
    ADMIN_SIGN_IN = "a redirect to the admin's sign-in"
    FORBIDDEN = "403"
    GONE = "404"
    METHOD = "405"


A, F, G, M = Outcome.ALLOWED, Outcome.FORBIDDEN, Outcome.GONE, Outcome.METHOD


@dataclass(frozen=True)
class Access:
    """What each role gets with the methods that the view knows; the others are refused with 405."""

    methods: tuple[str, ...]
    outcomes: dict[str, Outcome]
    # Where a method gets something else than the others.
    exceptions: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    csrf_exempt: bool = False

    def outcome(self, role: str, method: str) -> Outcome:
        if self.outcomes[role] is Outcome.ADMIN_SIGN_IN:  # asked before the method is looked at
            return Outcome.ADMIN_SIGN_IN
        known = self.outcomes[role] if method in self.methods else M
        return self.exceptions.get((role, method), known)


def everyone(*methods: str, outcome: Outcome = A, csrf_exempt: bool = False) -> Access:
    return Access(methods, dict.fromkeys(ROLES, outcome), csrf_exempt=csrf_exempt)


def own(*methods: str) -> Access:
    """A page about whoever asks."""
    return Access(methods, dict.fromkeys(ROLES, A) | {"visitor": Outcome.SIGN_IN})


def object_of_alice(*methods: str) -> Access:
    return Access(methods, dict.fromkeys(ROLES, G) | {"visitor": Outcome.SIGN_IN, "owner": A})


def staff(clerk: Outcome, viewer: Outcome, deputy: Outcome, root: Outcome, **more: Any) -> Access:
    """A page of the admin. Without methods it knows all of them, and answers those but POST like GET."""
    people = dict.fromkeys(ROLES, Outcome.ADMIN_SIGN_IN)
    outcomes = people | {"clerk": clerk, "viewer": viewer, "deputy": deputy, "root": root}
    return Access(more.pop("methods", METHODS), outcomes, **more)


def model(name: str, *, deputy: Outcome = F, root: Outcome = F, seen: Outcome = A) -> dict[str, Access]:
    """The pages of a model: what staff with every permission get where it changes, and superusers; whether others see it."""
    changed = {("viewer", "POST"): F, ("deputy", "POST"): deputy, ("root", "POST"): root}
    one = f"admin/{name}/<path:object_id>/"
    return {
        f"admin/{name}/": staff(F, seen, seen, A),
        f"admin/{name}/add/": staff(F, F, F, root),  # people and groups are added by superusers alone
        f"{one}change/": staff(F, seen, seen, A, exceptions=changed),
        f"{one}delete/": staff(F, F, deputy, root),
        f"{one}history/": staff(F, seen, seen, A),
        one: staff(A, A, A, A),  # Django's old address: it redirects to the page above
    }


READ_AND_OPTIONS = (*READ, "OPTIONS")
ACCESS = {
    "": everyone(*READ),
    "privacy/": everyone(*READ),
    "design/": everyone(*READ),  # 404 on every public site (tests/website/design)
    "sign-out/": everyone(*SEND),
    "sign-out/elsewhere/": own(*SEND),
    "sign-out/everywhere/": own(*SEND),
    "hints/<slug:hint>/dismiss/": own(*SEND),
    # Runs
    "syncs/": own(*READ),
    "sync/": own(*SEND),
    "sheet/check/": own(*SEND),
    "runs/<int:run_id>/": object_of_alice(*READ),
    "runs/<int:run_id>/progress/": object_of_alice(*READ),
    # The library
    "library/": own(*READ),
    "library/genres/": own(*READ),
    "library/timeline/": own(*READ),
    "library/export.csv": own(*READ),
    "library/export.jsonl": own(*READ),
    "library/tracks/<int:track_id>/": object_of_alice(*READ),
    "statistics/": own(*READ),
    "statistics/every-genre/": own(*READ),
    "statistics/saved/": own(*READ),
    "statistics/sound/": own(*READ),
    "statistics/top/": own(*READ),
    "statistics/years/": own(*READ),
    "statistics/<int:year>/": object_of_alice(*READ),
    # The sheet: one a person, which no address names
    "sheet/": own(*READ, *SEND),
    "sheet/preview/": own(*SEND),
    "sheet/next-write/": own(*SEND),
    "sheet/create/": own(*SEND),
    "sheet/share/": own(*SEND),
    "sheet/contents/": own(*READ),
    "sheet/everything/": own(*SEND),
    "sheet/tab/": own(*SEND),
    "sheet/unlink/": own(*READ, *SEND),
    # Missing tracks
    "missing/": own(*READ),
    "missing/keep/": own(*SEND),
    "missing/remove/": own(*READ, *SEND),
    "missing/kept/remove/": own(*READ, *SEND),
    # Smart sheets
    "smart/": own(*READ),
    "smart/new/": own(*READ, *SEND),
    "smart/preview/": own(*SEND),
    "smart/conditions/": own(*SEND),
    "smart/by-month/<slug:kind>/": own(*SEND),
    "smart/by-month/<slug:kind>/remove/": object_of_alice(*READ, *SEND),
    "smart/<int:pk>/": object_of_alice(*READ, *SEND),
    "smart/<int:pk>/remove/": object_of_alice(*READ, *SEND),
    "smart/<int:pk>/again/": object_of_alice(*SEND),
    "smart/<int:pk>/why/": object_of_alice(*READ),
    "smart/<int:pk>/why/<int:saved>/": object_of_alice(*READ),
    # Settings
    "settings/": own(*READ, *SEND),
    "settings/sheet-time-zone/": own(*SEND),
    "settings/language/": own(*SEND),
    "settings/pause/": own(*SEND),
    "settings/resume/": own(*SEND),
    "settings/try-again/": own(*SEND),
    "settings/disconnect-google/": own(*SEND),
    "settings/saved-and-removed.csv": own(*READ),
    "settings/saved-and-removed.jsonl": own(*READ),
    "settings/syncs.csv": own(*READ),
    "settings/syncs.jsonl": own(*READ),
    "settings/api/": own(*READ, *SEND),
    "settings/api/<int:token_id>/revoke/": object_of_alice(*READ, *SEND),
    "settings/api/links/": own(*READ, *SEND),
    "settings/api/links/<int:link_id>/switch/": object_of_alice(*SEND),
    "settings/api/links/<int:link_id>/revoke/": object_of_alice(*READ, *SEND),
    "settings/webhooks/": own(*READ, *SEND),
    "settings/webhooks/<int:webhook_id>/": object_of_alice(*READ, *SEND),
    "settings/webhooks/<int:webhook_id>/test/": object_of_alice(*SEND),
    "settings/webhooks/<int:webhook_id>/switch/": object_of_alice(*SEND),
    "settings/webhooks/<int:webhook_id>/delete/": object_of_alice(*READ, *SEND),
    "button/": own(*READ, *SEND),
    "button/offline/": everyone(*READ),
    "manifest.webmanifest": everyone(*READ),
    "sw.js": everyone(*READ),
    # Whoever has the secret may; nobody here has one (tests/website/trigger_links).
    "t/<str:secret>": everyone(*READ, *SEND, outcome=G, csrf_exempt=True),
    "leave/": own(*READ, *SEND),
    # Signing in. The vendor sends people back with GET or POST and a state of ours: without one it is refused.
    "login/<str:backend>/": everyone(*SEND),
    "complete/<str:backend>/": everyone(*METHODS, outcome=F, csrf_exempt=True),
    "idp-launch/<str:backend>/": everyone("GET", outcome=G, csrf_exempt=True),
    "app-launch/<str:backend>/": everyone("GET", outcome=G, csrf_exempt=True),
    **dict.fromkeys(
        ("disconnect/<str:backend>/", "disconnect/<str:backend>/<int:association_id>/"),
        # A visitor is sent to sign in whatever the method.
        Access(SEND, own().outcomes, {("visitor", method): Outcome.SIGN_IN for method in METHODS}),
    ),
    # The admin
    "admin/": staff(A, A, A, A),
    "admin/login/": everyone(*READ, *SEND, "PUT", "OPTIONS"),
    # Who is not signed in there is sent to the admin's first page, whatever the method.
    "admin/logout/": Access(
        (*SEND, "OPTIONS"),
        dict.fromkeys(ROLES, A),
        {(role, method): A for role in ROLES if role not in STAFF for method in METHODS},
    ),
    "admin/password_change/": staff(A, A, A, A, methods=(*READ, *SEND, "PUT", "OPTIONS")),
    "admin/password_change/done/": staff(A, A, A, A, methods=READ_AND_OPTIONS),
    "admin/autocomplete/": staff(
        F, F, F, F, methods=READ_AND_OPTIONS, exceptions={(role, "OPTIONS"): A for role in STAFF}
    ),
    "admin/jsi18n/": staff(A, A, A, A, methods=READ_AND_OPTIONS),
    "admin/r/<path:content_type_id>/<path:object_id>/": staff(G, G, G, G),
    "admin/<app_label>/": staff(G, A, A, A),
    "admin/<url>": staff(G, G, G, G),
    "admin/accounts/user/<id>/password/": staff(F, F, F, A),
    **model("accounts/user", deputy=A, root=A),
    **model("auth/group", root=A, seen=F),
    **model("enrichment/sourcestate"),
    **model("providers/spotifyapp"),
    **model("syncer/syncrun"),
}


# What a POST says, where it does nothing without.
BODIES = {
    "sign-out/elsewhere/": "session={session}",
    "smart/<int:pk>/": "name=Mine",
    "smart/<int:pk>/remove/": "tab=delete",
    "smart/by-month/<slug:kind>/remove/": "tab=delete",
    "settings/api/links/<int:link_id>/switch/": "opening=starts",
    "settings/": "hour=3&time_zone=Asia/Tokyo",
    "admin/accounts/user/": "action=pause&_selected_action={id}",
    "admin/accounts/user/<path:object_id>/delete/": "post=yes",
    "admin/accounts/user/<id>/password/": "password1=quite-a-new-one&password2=quite-a-new-one",
}


def patterns(resolver: Any, prefix: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        # The API knows no sessions; its routes have their lines in tests/api/test_authentication.py.
        if str(one.pattern) == "api/v1/":
            continue
        # The admin has a few that are regular expressions.
        path = prefix + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(one.pattern)).strip("^$")
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        else:
            yield path


def test_every_address_has_its_line_and_every_line_an_address() -> None:
    addresses = list(patterns(get_resolver()))
    assert len(addresses) > 80
    assert sorted(set(addresses)) == sorted(ACCESS)


class Stage:
    """Alice with something of everything, and one request at a time of whoever; nothing of it stays."""

    def __init__(self) -> None:
        self.alice = alice = make_alice()
        User.objects.filter(pk=alice.pk).update(
            display_name=NAME, first_name=NAME, spotify_id=NAME, spotify_account_id=f"{NAME}2"
        )
        alice.credentials.update(account=f"{NAME}@mail.example", access_sealed=TOKEN, refresh_sealed=TOKEN)
        alice.sheet.title = f"Tracks of {NAME}"
        alice.sheet.spreadsheet_id = f"{NAME}-id"
        alice.sheet.url = f"https://docs.google.com/spreadsheets/d/{NAME}-id/edit"
        alice.sheet.save()
        receipt = {"names": [NAME]}
        run = SyncRun.objects.create(user=alice, trigger="person", state="done", receipt=receipt)
        rules = rules_to_json(Rules())
        tab = SmartTab.objects.create(user=alice, name=f"{NAME} only", rules=rules)
        StatisticsTab.objects.create(user=alice, kind="genres")
        saved = save(alice, Song(timezone.now()), name=f"Song of {NAME}")
        google = UserSocialAuth.objects.create(
            user=alice, provider="google-oauth2", uid=f"{NAME}@mail.example"
        )
        self.values = {
            **{"run_id": run.pk, "pk": tab.pk, "saved": saved.pk, "kind": "genres", "id": alice.pk},
            "hint": "write_everything",
            **{"association_id": google.pk, "app_label": "accounts", "url": "gone"},
            "token_id": make_token(alice, name=f"{NAME}'s phone", scopes=[ApiToken.Scope.READ])[0].pk,
            "link_id": make_link(alice, name=f"{NAME}'s button")[0].pk,
            "track_id": saved.track_id,
            "year": saved.added_at.year,
            "webhook_id": make_webhook(alice, url=f"https://{NAME}.example/", events=CHOSEN_EVENTS)[0].pk,
            "secret": "x" * 43,
            "content_type_id": ContentType.objects.get_for_model(SyncRun).pk,
        }
        self.objects = {
            "accounts/user": alice.pk,
            "auth/group": Group.objects.create(name="Operators").pk,
            "enrichment/sourcestate": SourceState.objects.create(name="reccobeats").pk,
            "providers/spotifyapp": SpotifyApp.objects.create(client_id="app").pk,
            "syncer/syncrun": run.pk,
        }
        self.cookies = {role: self._cookie(role) for role in ROLES}
        self.values["session"] = hash_key(self.cookies["owner"])
        self.before = rows_of(alice)
        self.requests, self.handler = RequestFactory(), BaseHandler()
        self.handler.load_middleware()
        self.writes: list[str] = []

    def _cookie(self, role: str) -> str:
        """Returns the session of a new person of that role; of Alice for the owner, none for the visitor."""
        if role == "visitor":
            return ""
        user = {
            "owner": lambda: self.alice,
            "other": make_bob,
            "clerk": lambda: make_user("clerk", is_staff=True),
            "viewer": lambda: make_user("viewer", is_staff=True),
            "deputy": lambda: make_user("deputy", is_staff=True),
            "root": make_superuser,
        }[role]()
        if role == "viewer":
            user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        if role == "deputy":
            user.user_permissions.set(Permission.objects.all())
        client = Client()
        way = "Password" if role in STAFF else "Spotify"
        client.force_login(user, backend=f"accounts.backends.{way}")
        return client.cookies["sessionid"].value

    def address(self, pattern: str) -> str:
        """Returns the address of Alice's object, or of the one that there is."""
        backend = "google-oauth2" if pattern.startswith("disconnect") else "spotify"
        found = next((pk for name, pk in self.objects.items() if f"/{name}/" in pattern), self.alice.pk)
        values = self.values | {"backend": backend, "object_id": found}
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(values[name[1]]), pattern)

    def send(self, role: str, method: str, pattern: str, *, csrf: bool = True) -> HttpResponse:
        """Returns the answer, with what was written in `writes`; then everything is as before."""
        body = BODIES.get(pattern, "").format(**self.values)
        request = self.requests.generic(method, self.address(pattern), body, FORM)
        request.COOKIES["sessionid"] = self.cookies[role]
        request._dont_enforce_csrf_checks = csrf  # type: ignore[attr-defined]
        self.writes = []
        with undone():
            with connection.execute_wrapper(self._watch):
                response = self.handler.get_response(request)
            self.is_untouched = not self.writes or rows_of(self.alice) == self.before
        return response

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if written := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql):
            ends_a_session = written[0] == 'DELETE FROM "accounts_session"'
            self.writes += [written[1]] if ends_a_session or written[1] not in HARMLESS else []
        return execute(sql, params, many, context)


@cache
def models_of_people() -> list[tuple[Any, str]]:
    """Every model with a person in it, and the name of that field."""
    return [
        (one, relation.name)
        for one in apps.get_models()
        for relation in one._meta.get_fields()
        if relation.concrete and relation.related_model is User and not relation.many_to_many
    ]


def rows_of(user: User) -> list[list[dict[str, Any]]]:
    """Returns every row of a person's, in every table that knows people."""
    rows = [
        list(one.objects.filter(**{name: user}).order_by("pk").values()) for one, name in models_of_people()
    ]
    return [list(User.objects.filter(pk=user.pk).values()), *rows]


@pytest.fixture
def stage(db, settings) -> Iterator[Stage]:
    settings.SPOTIFY_CLIENT_ID = settings.SPOTIFY_CLIENT_SECRET = "spotify-app"
    settings.GOOGLE_CLIENT_ID = settings.GOOGLE_CLIENT_SECRET = "google-app"
    logging.disable(logging.CRITICAL)  # a line for each of the thousands of refusals
    yield Stage()
    logging.disable(logging.NOTSET)


def outcome_of(response: HttpResponse) -> Outcome | int:
    if response.status_code in (301, 302):
        path, _, query = response["Location"].partition("?")
        if path == "/admin/login/":
            return Outcome.ADMIN_SIGN_IN
        # A form that a visitor sends leads to the first page, a page to the first page and back.
        return Outcome.SIGN_IN if path == "/" and query.startswith("next=") else A
    known = {200: A, 409: A, 422: A, 403: F, 404: G, 405: M}
    return known.get(response.status_code, response.status_code)


def text_of(response: HttpResponse) -> str:
    # Files are sent while they are read.
    content = response.getvalue() if response.streaming else response.content
    return f"{response.headers} {response.cookies} {content.decode()}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_its_line_says_with_every_method(stage: Stage, role: str) -> None:
    """Who is refused changes nothing, what is Alice's stays unchanged and unread, and no one is shown a token."""
    wrong = []
    for pattern, access in ACCESS.items():
        is_admin_page = pattern.startswith("admin/") and role in ("viewer", "deputy", "root")
        for method in METHODS:
            response = stage.send(role, method, pattern)
            expected, got, text = access.outcome(role, method), outcome_of(response), text_of(response)
            if expected is Outcome.SIGN_IN and method != "GET" and response.headers.get("Location") == "/":
                got = expected
            faults = {
                f"{got} instead of {expected}": got is not expected,
                f"refused, but wrote {stage.writes}": expected is not A and bool(stage.writes),
                "shows a token": TOKEN in text,
                "shows what is Alice's": NAME in text and role != "owner" and not is_admin_page,
                "changed what is Alice's": not stage.is_untouched and role not in ("owner", "deputy", "root"),
            }
            wrong += [f"{method} /{pattern}: {fault}" for fault, found in faults.items() if found]
    assert wrong == []


@pytest.mark.parametrize("role", ["visitor", "owner", "root"])
def test_nothing_is_changed_without_a_csrf_token(stage: Stage, role: str) -> None:
    """The middleware looks before any view does, so that the roles with the least and the most to change speak for all."""
    wrong = [
        f"{method} /{pattern}: {status}, wrote {stage.writes}"
        for pattern, access in ACCESS.items()
        for method in CHANGING
        if (status := stage.send(role, method, pattern, csrf=False).status_code) != 403 or stage.writes
        if not access.csrf_exempt or stage.writes
    ]
    assert wrong == []


def test_only_what_a_vendor_nobody_or_no_session_sends_needs_no_csrf_token() -> None:
    exempt = {pattern for pattern, access in ACCESS.items() if access.csrf_exempt}
    vendors = {f"{name}/<str:backend>/" for name in ("complete", "idp-launch", "app-launch")}
    assert exempt == vendors | {"t/<str:secret>"}


def test_the_owner_is_shown_what_is_hers(stage: Stage) -> None:
    """Otherwise the name would be nowhere, and its absence would show nothing."""
    shown = {
        pattern
        for pattern, access in ACCESS.items()
        if access.outcomes["other"] is G and "GET" in access.methods and access.outcomes["owner"] is A
        if NAME in text_of(stage.send("owner", "GET", pattern))
    }
    assert {"smart/<int:pk>/", "smart/<int:pk>/why/", "smart/<int:pk>/why/<int:saved>/"} <= shown
    assert NAME in text_of(stage.send("owner", "GET", "sheet/"))
    assert NAME in text_of(stage.send("viewer", "GET", "admin/accounts/user/<path:object_id>/change/"))
