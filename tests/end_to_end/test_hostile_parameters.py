"""Nothing that is sent in a parameter, a path, a header or a cookie of any route makes the site fail.

The routes are those that the site has; the parameters are those of the forms and links on its pages, and those that
the code of a route reads. Each parameter gets each hostile text, the others as the page has them.
"""

from __future__ import annotations

import gc
import inspect
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from accounts.sessions import PASSWORD_BACKEND
from enrichment.models import SourceState
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from notifications.models import CHOSEN_EVENTS, Webhook
from notifications.webhooks import make_webhook
from providers.models import SpotifyApp
from sheets.models import SmartTab, StatisticsTab
from syncer.models import SyncRun
from tests.support.cast import make_alice, make_superuser
from tests.support.server import answer_of
from tests.support.songs import Song, save
from tests.support.transactions import undone

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROOT = Path(__file__).parents[2]
# As they stand in a query or a body: percent-encoded. Each parameter gets these alone, ...
ALONE = {
    "NUL": "a%00b",
    "NUL in JSON": '{"a":"%5Cu0000"}',
    "many digits": "9" * 400,
    "64 bits and one": str(2**63),
    "infinity": "1e999",
    "nested arrays": "[" * 5_000,
}
BREAKS_A_QUERY = ("NUL", "64 bits and one")
# ... and all parameters of a route get these at once.
TOGETHER = ALONE | {
    "half a character": "%ED%A0%80",
    "half a character in JSON": '{"a":"%5Cud800"}',
    "no UTF-8": "%FF%FE",
    "64 bits and one below zero": str(-(2**63) - 1),
    "not a number": "nan",
    "nested objects": '{"a":' * 5_000,
    "a line break": "a%0D%0AX-Planted:%201",
    "a format": "%25s%25(x)d{0}{x.__class__}",
}
# As long as a body may be, with its name.
MEGABYTE = "a" * 999_900
HOSTILE_PATHS = {
    "int": ("0", str(2**31), str(2**63), "9" * 400, "9" * 5_000),
    "slug": ("-", "a" * 10_000),
    "str": ("%00", "a%00b", "%ED%A0%80", "%FF", "[" * 1_000, "a" * 10_000),
    "path": ("%00", "a%00b", "%ED%A0%80", "%FF", str(2**63), "9" * 5_000, "a" * 10_000, "a/b"),
}
# What the code of others reads without a form on a page of ours.
SOCIAL = ("code", "state", "error", "error_description", "partial_token", "next", "iss", "time_zone")
ADMIN_OF_ONE = ("_popup", "_to_field", "_changelist_filters")
ADMIN = ("q", "o", "p", "e", "all", "next", "action", *ADMIN_OF_ONE)
READS = re.compile(r"(?:GET|POST|data)(?:\.get\(|\[)f?\"([\w-]+)")
CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
HEADERS = (
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_HX_REQUEST",
    "HTTP_HX_CURRENT_URL",
    "HTTP_HX_TARGET",
    "HTTP_X_CSRFTOKEN",
    "HTTP_IF_MODIFIED_SINCE",
    "CONTENT_TYPE",
)
# Python knows all of them, and not all of them are charsets.
CHARSETS = ("hex", "zlib", "rot13", "base64", "idna", "punycode", "undefined", "utf-16", "latin-1", "no-such")
FORM_DATA = "multipart/form-data; boundary=B"
MULTIPART = {
    "a name in an odd charset": "--B\r\nContent-Disposition: form-data; name*=undefined''%41\r\n\r\na\r\n--B--\r\n",
    "a NUL": '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n\0\r\n--B--\r\n',
    "no base64": '--B\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--B--\r\n',
    "a part without a name": "--B\r\nContent-Disposition: form-data\r\n\r\na\r\n--B--\r\n",
    "a file": '--B\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n--B--\r\n',
    "no end": '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\na',
    "another boundary": "--C\r\n\r\n--C--\r\n",
}
COOKIES = ("sessionid", "csrftoken", "messages")


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Path]]:
    """Every route as it is written, `runs/<int:run_id>/`, with the file of its view."""
    for one in patterns:
        route = prefix + str(one.pattern)
        if route == "api/v1/":  # no page: what it reads is in its own document
            continue
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route, Path(inspect.getfile(inspect.unwrap(one.callback)))


@cache
def read_by(view: Path, *, is_one: bool) -> tuple[str, ...]:
    """The names of parameters for which the code of a view asks, with or without a form."""
    if "social_django" in view.parts:
        return SOCIAL
    if "site-packages" in view.parts:
        return ADMIN_OF_ONE if is_one else ADMIN
    files = view.parent.glob("*.py")
    return tuple(sorted({name for file in files for name in READS.findall(file.read_text("utf-8"))}))


class Forms(HTMLParser):
    """The forms of a page with what a browser would send, and its links' parameters, by method and path."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.sent: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._path = path
        self._fields: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self._path, given.get("action", ""))).path
            self._fields = self.sent[given.get("method", "get").upper(), action]
        elif tag == "option":
            if self._fields is not None and ("selected" in given or self._select not in self._fields):
                self._fields[self._select] = given.get("value", "")
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag in ("input", "textarea", "button"):
            if self._fields is not None and given.get("name"):
                # A browser sends no button but the one that is clicked, and most have no name.
                self._fields.setdefault(given["name"], "" if tag == "button" else given.get("value", "1"))
        elif tag == "a" and (link := urlsplit(given.get("href", ""))).query and not link.netloc:
            self.sent["GET", urljoin(self._path, link.path)].update(parse_qsl(link.query))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None


@dataclass
class Visitor:
    """A browser of one role. What a request changes is undone, so that the next one meets the same site."""

    client: Client
    role: str
    failures: list[str] = field(default_factory=list)
    requests: int = 0

    def __post_init__(self) -> None:
        self.client.raise_request_exception = False
        self._cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def is_let_in(self, path: str) -> bool:
        """Whether this role's parameters are read there at all: others are sent to sign in first."""
        is_admin = path.startswith("/admin/")
        is_open = path in ("/", "/privacy/", "/admin/login/") or path.startswith(
            ("/login/", "/complete/", "/t/", "/button/offline/", "/manifest", "/sw.js")
        )
        return {"anonymous": is_open, "person": not is_admin, "staff": is_admin}[self.role]

    def send(self, method: str, path: str, query: str, what: str, **headers: str) -> HttpResponse:
        with undone():
            extra = headers | ({"QUERY_STRING": query} if method == "GET" and query else {})
            body = query.encode() if method == "POST" else b""
            answer = self.client.generic(method, path, body, "application/x-www-form-urlencoded", **extra)
            if answer.streaming:  # while what it is made of is still there
                b"".join(answer.streaming_content)
        self.client.cookies.clear()
        self.client.cookies.load(self._cookies)
        self.requests += 1
        if not self.requests % 400:
            gc.collect()  # answers are cycles, and hold what was sent
        lacks_a_wait = answer.status_code == 429 and "Retry-After" not in answer.headers
        if not 200 <= answer.status_code < 500 or lacks_a_wait:
            self.failures.append(f"{method} {path[:80]} {what}: {answer.status_code}")
        return answer


@dataclass(frozen=True)
class SampleSite:
    """What stands in the database, so that every route has something to show."""

    alice: User
    staff: User
    run: SyncRun
    tab: SmartTab
    saved: SavedTrack
    webhook: Webhook

    def path_of(self, route: str) -> str:
        """The address of something that exists."""
        values = {
            "run_id": self.run.pk,
            "pk": self.tab.pk,
            "saved": self.saved.pk,
            "track_id": self.saved.track_id,
            "year": self.saved.added_at.year,
            "kind": "genres",
            "hint": "write_everything",
            "backend": "spotify",
            "association_id": 1,
            "token_id": 1,
            "link_id": 1,
            "webhook_id": self.webhook.pk,
            "secret": "x" * 43,
            "id": self.alice.pk,
            "content_type_id": 1,
            "object_id": self._object_of(route),
        }
        route = route.replace("(?P<app_label>", "<app_label>(").replace("(?P<url>.*)", "gone")
        route = re.sub(r"<app_label>\((\w+)[^)]*\)", r"\1", route)
        return "/" + CONVERTER.sub(
            lambda found: str(values[found[2]]), route.replace("^", "").replace("$", "")
        )

    def _object_of(self, route: str) -> object:
        model = next((model for model in MADE if f"/{model}/" in route), None)
        first = MADE[model].objects.order_by("pk").first() if model else None
        return first.pk if first else 1


MADE: dict[str, type[Model]] = {
    "spotifyapp": SpotifyApp,
    "sourcestate": SourceState,
    "group": Group,
    "user": User,
    "syncrun": SyncRun,
}
ROUTES = tuple((route.replace("\\Z", ""), view) for route, view in routes(get_resolver().url_patterns))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Ten thousand refusals are ten thousand lines with their tracebacks."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def sample(settings) -> SampleSite:
    settings.SPOTIFY_CLIENT_ID = "spotify-app"
    settings.GOOGLE_CLIENT_ID = "google-app"
    settings.SPOTIFY_CLIENT_SECRET = settings.GOOGLE_CLIENT_SECRET = "secret"
    alice = make_alice()
    StatisticsTab.objects.create(user=alice, kind="genres")
    Group.objects.create(name="helpers")
    SpotifyApp.objects.create(client_id="spotify-app")
    SourceState.objects.create(name="spotify")
    return SampleSite(
        alice,
        make_superuser(),
        SyncRun.objects.create(user=alice, trigger="person", state="done"),
        SmartTab.objects.create(user=alice, name="All", rules=rules_to_json(Rules())),
        save(alice, Song(timezone.now())),
        make_webhook(alice, url="https://hooks.example/", events=CHOSEN_EVENTS)[0],
    )


@pytest.fixture(params=["anonymous", "person", "staff"])
def visitor(request: pytest.FixtureRequest, sample: SampleSite) -> Iterator[Visitor]:
    client = Client()
    user = {"anonymous": None, "person": sample.alice, "staff": sample.staff}[request.param]
    if user is not None:
        client.force_login(user, backend=PASSWORD_BACKEND)
    assert (client.get("/admin/").status_code == 200) == (request.param == "staff")
    assert (client.get("/sheet/").status_code == 200) == (request.param != "anonymous")
    visitor = Visitor(client, request.param)
    yield visitor
    request.node.user_properties.append(("points swept: hostile requests", visitor.requests))
    assert visitor.requests
    assert not visitor.failures, "\n".join(visitor.failures)


def parameters(visitor: Visitor, sample: SampleSite) -> dict[tuple[str, str], dict[str, str]]:
    """What every address takes, by method: from all pages that this visitor sees, and from the code."""
    sent: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for route, view in ROUTES:
        path = sample.path_of(route)
        names = read_by(view, is_one="<" in route)
        for method in ("GET",) if path.startswith("/admin/") else ("GET", "POST"):
            sent[method, path] |= dict.fromkeys(names, "1")
        forms = Forms(path)
        page = visitor.send("GET", path, "", "as it is")
        forms.feed("" if page.streaming else page.content.decode(errors="replace"))
        for key, fields in forms.sent.items():
            sent[key] |= fields
    return sent


def test_no_parameter_makes_a_route_fail(visitor: Visitor, sample: SampleSite) -> None:
    sent_long = set()
    for (method, path), fields in parameters(visitor, sample).items():
        # Whoever is sent to sign in first is sent there by the same lines, whatever the route.
        for what, text in TOGETHER.items() if visitor.is_let_in(path) else [("NUL", "a%00b")]:
            query = "&".join([*(f"{name}={text}" for name in fields), f"{text}=1"])
            answer = visitor.send(method, path, query, f"everything is {what}")
            assert what != "NUL" or answer.status_code == 400
        # Each parameter of each part of the site once: a megabyte takes its time. The admin's pages are Django's.
        part = (method, path.split("/")[1])
        names = list(fields)[: 1 if "admin" in part else None]
        for name in [*names, MEGABYTE] if visitor.is_let_in(path) else ():
            if (*part, name) not in sent_long:
                sent_long.add((*part, name))
                text = "" if name is MEGABYTE else MEGABYTE
                visitor.send(method, path, f"{name}={text}", f"{name[:80]} is a megabyte")


# Where it matters: PostgreSQL refuses text that SQLite takes. All at once they are sent on both, above.
@pytest.mark.services
def test_no_parameter_alone_makes_a_route_fail(visitor: Visitor, sample: SampleSite) -> None:
    for (method, path), fields in parameters(visitor, sample).items():
        # The admin's pages are large, and their forms are Django's: what breaks a query is enough for them.
        texts = [(what, ALONE[what]) for what in (BREAKS_A_QUERY if visitor.role == "staff" else ALONE)]
        for name, (what, text) in product(fields if visitor.is_let_in(path) else (), texts):
            others = urlencode({other: value for other, value in fields.items() if value and other != name})
            answer = visitor.send(method, path, f"{others}&{name}={text}", f"{name} is {what}")
            assert what != "NUL" or answer.status_code == 400


def test_no_path_makes_a_route_fail(visitor: Visitor, sample: SampleSite) -> None:
    for route, _ in ROUTES:
        for converter, name in CONVERTER.findall(route):
            for text, method in product(HOSTILE_PATHS[converter or "str"], ("GET", "POST")):
                path = sample.path_of(re.sub(rf"<[^<>]*\b{name}>", "\0", route)).replace("\0", text)
                answer = visitor.send(method, path, "", "")
                assert "%00" not in text or answer.status_code == 400
    for text in HOSTILE_PATHS["str"]:
        visitor.send("GET", f"/{text}", "", "")
        visitor.send("GET", f"/static/{text}", "", "")


def test_no_header_or_cookie_makes_a_route_fail(visitor: Visitor, sample: SampleSite) -> None:
    # As a server hands them over: bytes, each of them a letter of Latin-1.
    texts = {"NUL": "a\0b", "bytes": "\xed\xa0\x80\xff", "long": "a" * 60_000, "nested": "[" * 20_000}
    for (what, text), header in product(texts.items(), HEADERS):
        for path in ("/", "/sheet/", "/login/spotify/", "/admin/"):
            answer = visitor.send("GET", path, "", f"{header} is {what}", **{header: text})
            assert what != "NUL" or answer.status_code == 400
    for (what, text), cookie in product((texts | {"octal NUL": '"a\\000b"'}).items(), COOKIES):
        for path in ("/", "/sheet/", "/login/spotify/", "/admin/"):
            answer = visitor.send("GET", path, "", f"{cookie} is {what}", HTTP_COOKIE=f"{cookie}={text}")
            assert "NUL" not in what or answer.status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/privacy/", "/login/spotify/", "/admin/login/", "/healthz", "/static/a.css"]
)
def test_no_content_type_makes_a_route_fail(sample: SampleSite, path: str) -> None:
    """Through the application that the server has: Django reads this header before any middleware."""
    for charset, method in product(CHARSETS, ("GET", "POST")):
        kind = FORM_DATA if method == "POST" else "text/plain"
        answer = answer_of(method, path, "a=%41", f"{kind}; charset={charset}", MULTIPART["no end"].encode())
        assert answer.status == 415, f"{method} {charset}"
    for what, body in MULTIPART.items():
        for content_type in (
            FORM_DATA,
            f"{FORM_DATA}; charset=utf-8",
            "multipart/form-data",
            f"{FORM_DATA}\0",
        ):
            answer = answer_of("POST", path, "", content_type, body.encode())
            assert 300 <= answer.status < 500, f"{what}: {answer.status}"
            assert (
                answer.status == 400
                or what not in ("a NUL", "a file")
                or content_type == "multipart/form-data"
            )


@pytest.mark.parametrize("visitor", ["person"], indirect=True)
def test_what_is_sent_beside_it_is_what_the_page_has(visitor: Visitor, sample: SampleSite) -> None:
    """Otherwise a form would be refused for another reason, before the hostile text is read."""
    for path in (f"/smart/{sample.tab.pk}/", "/settings/"):
        # Without what the code reads besides: a button that is not clicked is not sent.
        forms = Forms(path)
        forms.feed(visitor.send("GET", path, "", "as it is").content.decode())
        query = urlencode({name: value for name, value in forms.sent["POST", path].items() if value})
        assert visitor.send("POST", path, query, "as it is").status_code == 302


# Every value of these counts: they are lists.
LISTS = ("columns", "scopes", "events", "permissions", "groups", "user_permissions")


def test_of_a_parameter_that_comes_twice_the_last_one_counts(visitor: Visitor, sample: SampleSite) -> None:
    """What comes first is wrong almost everywhere: a page that read it would give another answer."""
    for (method, path), fields in parameters(visitor, sample).items():
        if not fields or not visitor.is_let_in(path):
            continue
        once = [(name, value) for name, value in fields.items() if value]
        twice = [*((name, "another") for name, _ in once if name not in LISTS), *once]
        answers = [visitor.send(method, path, urlencode(sent), "comes twice") for sent in (once, twice)]
        # Without numbers: those of new rows go on, although the rows are undone.
        places = [re.sub(r"\d+", "N", one.headers.get("Location", "").partition("?")[0]) for one in answers]
        ends = [(one.status_code, place) for one, place in zip(answers, places, strict=True)]
        assert ends[0] == ends[1], f"{method} {path}"
