"""A person at their browser: clicks here, answers the vendor's consent page, comes back."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client

GOOGLE = "google-oauth2"
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


class Form(HTMLParser):
    """The one form of a consent page: where it goes and what is hidden in it."""

    def __init__(self, page: requests.Response) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.ticked: list[tuple[str, str]] = []
        self.feed(page.text)
        self.url = urljoin(page.url, self.action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = values.get("action", "")
        elif tag == "input" and values.get("type") == "hidden":
            self.fields[values["name"]] = values.get("value", "")
        elif tag == "input" and values.get("type") == "checkbox" and "checked" in values:
            self.ticked.append((values["name"], values.get("value", "on")))


class Browser:
    """Redirect addresses are registered for 127.0.0.1, so that is what this site is called here."""

    def __init__(self) -> None:
        self.site = Client(SERVER_NAME="127.0.0.1")
        self.seen: list[str] = []

    def begin(self, backend: str = "spotify", **fields: str) -> HttpResponse:
        return self.site.post(f"/login/{backend}/", fields)

    def consent_page(self, backend: str = "spotify") -> requests.Response:
        started = self.begin(backend)
        assert started.status_code == 302, started.content.decode()
        return requests.get(started["Location"], timeout=10)

    def decide(self, page: requests.Response, person: str, decision: str = "agree", **more: object) -> str:
        """The address that the vendor sends the browser back to."""
        form = Form(page)
        sent = [*form.fields.items(), *form.ticked, ("person", person), ("decision", decision)]
        sent = [(name, value) for name, value in sent if name not in more] + list(more.items())
        answer = requests.post(form.url, data=sent, allow_redirects=False, timeout=10)
        assert answer.status_code in {302, 303}, answer.text
        self.seen.append(answer.headers["Location"])
        return answer.headers["Location"]

    def come_back(self, address: str) -> HttpResponse:
        parts = urlsplit(address)
        return self.site.get(f"{parts.path}?{parts.query}")

    def sign_in(self, person: str, *, backend: str = "spotify", decision: str = "agree") -> HttpResponse:
        return self.come_back(self.decide(self.consent_page(backend), person, decision))


def connect_google(browser: Browser, person: str, **more: object) -> HttpResponse:
    """Connects the Google account of `person` and returns the page that the browser comes back to."""
    return browser.come_back(browser.decide(browser.consent_page(GOOGLE), person, **more))
