"""What anybody can cause is a line of the log; our own failure is told with its traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path

import spotistats.urls

handler400 = spotistats.urls.handler400
pytestmark = pytest.mark.django_db


def raise_named(request: HttpRequest, name: str) -> None:
    raise {"forbidden": PermissionDenied, "bad": BadRequest}.get(name, RuntimeError)("a reason")


urlpatterns = [path("raise/<str:name>/", raise_named), *spotistats.urls.urlpatterns]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the site's own handler writes."""
    handler = next(one for one in logging.root.handlers if one.name == "stderr")
    written = StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def lines_of(log: StringIO, path: str, **more: str) -> list[str]:
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__):
        client.get(path, **more)
    return log.getvalue().splitlines()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("forbidden", "WARNING django.request: Forbidden (Permission denied): /raise/forbidden/"),
        ("bad", "WARNING django.request: a reason: /raise/bad/"),
    ],
)
def test_a_refusal_is_one_line(log: StringIO, name: str, line: str) -> None:
    (written,) = lines_of(log, f"/raise/{name}/")
    assert written.endswith(line)


def test_a_foreign_host_is_one_line(log: StringIO) -> None:
    (line,) = lines_of(log, "/", HTTP_HOST="evil.example")
    assert "ERROR django.security.DisallowedHost: Invalid HTTP_HOST header: 'evil.example'" in line


@pytest.mark.parametrize(
    "path", ["/t/SECRETSECRET", "/t/SECRETSECRET/", "/t/SECRETSECRET?x=1", "/T/SECRETSECRET"]
)
def test_no_line_has_the_address_of_a_trigger_link(log: StringIO, path: str) -> None:
    lines = lines_of(log, path)
    assert [line.partition("django.request: ")[2] for line in lines] == [
        "Not Found: /t/…/" if path.endswith("/") else "Not Found: /t/…"
    ]


def test_our_own_failure_keeps_its_traceback(log: StringIO) -> None:
    lines = lines_of(log, "/raise/failure/")
    assert lines[0].endswith("ERROR django.request: Internal Server Error: /raise/failure/")
    assert lines[-1] == "RuntimeError: a reason"
