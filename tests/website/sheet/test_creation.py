"""A sheet that is created after a click or after a consent: what is said, and where the person comes to."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.utils import timezone

from providers.google.problems import GoogleUnavailable
from website.sheet.creation import create_and_sync, start_first_sync


@pytest.fixture
def request_of_bob(rf) -> HttpRequest:
    request = rf.post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def test_a_first_sync_is_started_and_shown_on_the_first_page(request_of_bob, bob):
    assert start_first_sync(request_of_bob, bob) == "/"
    assert said(request_of_bob) == ["Your sheet is linked."]
    assert bob.runs.get().trigger == "person"


def test_what_goes_wrong_is_said_on_the_page_of_linking(request_of_bob, bob, monkeypatch):
    def refuse(user):
        raise GoogleUnavailable(when=timezone.now())

    monkeypatch.setattr("website.sheet.creation.create_spreadsheet", refuse)
    assert create_and_sync(request_of_bob, bob) == "/sheet/"
    assert "Try again in a minute" in said(request_of_bob)[0]
    assert not bob.runs.exists()
