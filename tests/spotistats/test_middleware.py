"""Whose request it is ends with the request: for pages, for the API, and for what nobody is signed in for."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.api_tokens import make_token
from accounts.log_context import logged_ids
from accounts.models import ApiToken
from api.me import views as me_views
from tests.support.cast import make_alice
from website.library import views as library_views

pytestmark = pytest.mark.django_db


def test_a_page_and_a_call_of_the_api_are_their_persons(monkeypatch) -> None:
    alice, seen, before = make_alice(), [], dict(logged_ids())
    present = library_views.present_timeline

    def watched(*args, **kwargs):
        seen.append(dict(logged_ids()))
        return present(*args, **kwargs)

    monkeypatch.setattr(library_views, "present_timeline", watched)
    client = Client()
    client.force_login(alice, backend="accounts.backends.Spotify")
    assert client.get("/library/timeline/").status_code == 200
    assert seen == [{"person": alice.pk}]
    assert logged_ids() == before


def test_a_call_of_the_api_is_its_tokens_persons(monkeypatch) -> None:
    alice, seen, before = make_alice(), [], dict(logged_ids())
    _, text = make_token(alice, name="a", scopes=[ApiToken.Scope.READ])
    state_of = me_views.state_of

    def watched(user):
        seen.append(dict(logged_ids()))
        return state_of(user)

    monkeypatch.setattr(me_views, "state_of", watched)
    answer = Client().get("/api/v1/me", headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    assert seen == [{"person": alice.pk}]
    assert logged_ids() == before
