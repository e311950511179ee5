"""The first page for a visitor who is not signed in."""

from __future__ import annotations

from pytest_django.asserts import assertContains, assertNotContains


def test_it_offers_to_sign_in_by_post(client):
    page = client.get("/")
    assertContains(page, 'method="post" action="/login/spotify/"')
    assertContains(page, "Login with Spotify")
    assertContains(page, "csrfmiddlewaretoken")


def test_it_says_what_is_read_and_links_to_privacy(client):
    page = client.get("/")
    assertContains(page, "What it reads")
    assertContains(page, "What it never does")
    assertContains(page, 'href="/privacy/"')


def test_it_shows_the_products_own_name_and_never_spotifys_first_letters(client, settings):
    settings.SITE_NAME = "Cratebook"
    page = client.get("/")
    assertContains(page, "<title>Cratebook ·")
    assertNotContains(page, "Spotistats")


def test_it_leads_to_the_page_that_was_asked_for(client):
    assert client.get("/sheet/").url == "/?next=/sheet/"
    assertContains(client.get("/?next=/sheet/"), '<input type="hidden" name="next" value="/sheet/">')


def test_it_escapes_the_address_to_go_on_to(client):
    assertNotContains(client.get('/?next="><script>alert(1)</script>'), "<script>alert")


def test_it_says_so_when_the_installation_has_no_spotify_app(client, settings):
    settings.SPOTIFY_CLIENT_ID = ""
    page = client.get("/")
    assertContains(page, "SPOTIFY_CLIENT_ID")
    assertNotContains(page, "Login with Spotify")
