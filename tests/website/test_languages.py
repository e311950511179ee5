"""The language of the pages: the browser's, or the one that a person has chosen."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.support.cast import make_alice, make_bob

GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-CH,de;q=0.9,en;q=0.5"}


def language_of(client: Client, path: str = "/settings/", **headers: str) -> str:
    response = client.get(path, **headers)
    html = response.content.decode().partition('<html lang="')[2].partition('"')[0]
    assert response["Content-Language"] == html
    return html


def test_a_visitor_gets_the_browsers_language(client: Client, db) -> None:
    assert language_of(client, "/", **GERMAN) == "de"
    assert language_of(client, "/", HTTP_ACCEPT_LANGUAGE="en-US,en") == "en-gb"
    assert language_of(client, "/", HTTP_ACCEPT_LANGUAGE="xx") == "en-gb"


def test_the_chosen_language_outweighs_the_browsers(client: Client, db) -> None:
    client.force_login(make_alice(), backend="accounts.backends.Spotify")
    assert language_of(client, **GERMAN) == "de"
    client.post("/settings/language/", {"language": "en-gb"})
    assert language_of(client, **GERMAN) == "en-gb"
    client.post("/settings/language/", {"language": ""})
    assert language_of(client, **GERMAN) == "de"


def test_the_choice_is_the_persons_own(client: Client, db) -> None:
    alice, bob = make_alice(), make_bob()
    client.force_login(alice, backend="accounts.backends.Spotify")
    client.post("/settings/language/", {"language": "de"})
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.language, bob.language) == ("de", "")


@pytest.mark.parametrize("wrong", ["fr", "de\0", "x" * 300])
def test_a_language_that_is_not_offered_changes_nothing(client: Client, db, wrong: str) -> None:
    alice = make_alice()
    client.force_login(alice, backend="accounts.backends.Spotify")
    assert client.post("/settings/language/", {"language": wrong}).status_code in {302, 400}
    alice.refresh_from_db()
    assert not alice.language


def test_the_language_is_shown_in_settings(client: Client, db) -> None:
    client.force_login(make_alice(), backend="accounts.backends.Spotify")
    client.post("/settings/language/", {"language": "de"})
    assert '<option value="de" selected>Deutsch</option>' in client.get("/settings/").content.decode()
