"""A reading that did not come to rest removes nothing, and the page says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "Your library changed, or Spotify's answers differed, while it was read: nothing was removed"


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet, saved=300, scope="all")


def text_of_page(client: Client, path: str) -> str:
    """Returns the words of a page as somebody reads them."""
    page = client.get(path).content.decode().replace("&#x27;", "'")
    return " ".join(strip_tags(page).split())


@pytest.mark.parametrize("kind", ["changes", "answers differ"])
def test_nothing_is_removed_and_the_page_says_so(sandbox, harness, client, kind) -> None:
    client.force_login(harness.user, backend="accounts.backends.Spotify")
    spotify = sandbox.world.spotify
    gone, before = {harness.library[3], harness.library[150]}, harness.column("Link")
    assert SAID not in text_of_page(client, "/")
    spotify.remove("ada", offsets=[3, 150])
    rest = list(spotify.account("ada").library.items)

    def restless(person: str, offset: int, number: int) -> None:
        if kind == "changes":
            spotify.save("ada", 1)
        else:
            # Each answer is of another copy, which lacks one track or two.
            lacking = number * 7 % 290
            spotify.account("ada").library.items = rest[:lacking] + rest[lacking + 1 + number % 2 :]

    spotify.on_page = restless
    run = harness.run()
    assert run.state == "done"
    receipt = run.receipt
    assert (receipt["came_to_rest"], receipt["removed"], receipt["unconfirmed"]) == (False, 0, 1)
    assert sandbox.world.count("spotify-api", "library_contains") == 0
    assert set(before) <= set(harness.column("Link"))
    noticed = "1 not listed by Spotify: to be confirmed before they go; "
    for path in ("/", f"/runs/{run.pk}/"):
        assert f"Missing at Spotify {noticed}{SAID}" in text_of_page(client, path)
    assert "Nothing new" not in text_of_page(client, f"/runs/{run.pk}/")
    spotify.on_page = None
    if kind == "answers differ":
        spotify.account("ada").library.items = rest
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        run = harness.run()
        assert (run.receipt["came_to_rest"], run.receipt["removed"]) == (True, 2)
        assert not gone & set(harness.column("Link"))
        assert SAID not in text_of_page(client, f"/runs/{run.pk}/")
