"""What the vendors are asked for, and how a sign-in begins."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.oauth_browser import DRIVE_FILE, GOOGLE, connect_google

pytestmark = pytest.mark.django_db


def asked(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_spotify_is_asked_for_the_library_only_and_with_pkce(browser):
    fields = asked(browser.begin()["Location"])
    assert fields["scope"] == "user-library-read"
    assert fields["code_challenge_method"] == "S256"
    assert len(fields["state"]) >= 32
    assert "show_dialog" not in fields


def test_reconnecting_spotify_shows_the_consent_dialog(browser):
    browser.sign_in("ada")
    assert asked(browser.begin()["Location"])["show_dialog"] == "true"


def test_a_sign_in_begins_with_a_post(browser):
    assert browser.site.get("/login/spotify/").status_code == 405


def test_google_is_asked_for_offline_access_to_created_files_only(signed_in):
    fields = parse_qs(urlsplit(signed_in.begin(GOOGLE)["Location"]).query)
    assert set(fields["scope"][0].split()) == {DRIVE_FILE, "openid", "email"}
    assert (fields["access_type"], fields["prompt"]) == (["offline"], ["consent"])
    assert fields["code_challenge_method"] == ["S256"]


def test_reconnecting_google_preselects_the_account(signed_in):
    connect_google(signed_in, "ada")
    fields = parse_qs(urlsplit(signed_in.begin(GOOGLE)["Location"]).query)
    assert fields["login_hint"] == ["ada@example.com"]
