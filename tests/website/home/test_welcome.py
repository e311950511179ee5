"""The first page for a visitor who is not signed in."""

from __future__ import annotations

from pytest_django.asserts import assertContains, assertNotContains


def test_sign_in_is_offered_by_post(client):
    page = client.get("/")
    assertContains(page, 'method="post" action="/login/spotify/"')
    assertContains(page, "Login with Spotify")
    assertContains(page, "csrfmiddlewaretoken")


def test_the_page_explains_what_is_read_and_links_to_privacy(client):
    page = client.get("/")
    assertContains(page, "What it reads")
    assertContains(page, "What it never does")
    assertContains(page, 'href="/privacy/"')


def test_the_page_shows_the_name_from_the_settings(client, settings):
    settings.SITE_NAME = "Cratebook"
    page = client.get("/")
    assertContains(page, "<title>Cratebook ·")
    assertNotContains(page, "Spotistats")


def test_sign_in_leads_to_the_page_that_was_requested(client):
    assert client.get("/sheet/").url == "/?next=/sheet/"
    assertContains(client.get("/?next=/sheet/"), '<input type="hidden" name="next" value="/sheet/">')


def test_the_address_of_the_next_page_is_escaped(client):
    assertNotContains(client.get('/?next="><script>alert(1)</script>'), "<script>alert")


def test_the_missing_setting_is_named_when_there_is_no_spotify_app(client, settings):
    settings.SPOTIFY_CLIENT_ID = ""
    page = client.get("/")
    assertContains(page, "SPOTIFY_CLIENT_ID")
    assertNotContains(page, "Login with Spotify")
