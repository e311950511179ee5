"""What the vendors are asked for, and how a sign-in begins."""

from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.backends import Password, client_network
from tests.support.cast import make_superuser, make_user
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


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "172.18.0.1"),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "203.0.113.7"),
        ({"HTTP_X_FORWARDED_FOR": "10.0.0.1, made-up, 203.0.113.7"}, "203.0.113.7"),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.7, "}, "172.18.0.1"),
    ],
)
def test_behind_a_server_in_front_an_attempt_comes_from_whom_that_saw(rf, settings, headers, address):
    settings.PUBLIC = True
    assert client_network(rf.get("/", REMOTE_ADDR="172.18.0.1", **headers)) == address


def test_on_ones_own_machine_nobodys_word_is_taken_for_their_address(rf):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert client_network(request) == "127.0.0.1"


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("unknown", "unknown", True),
    ],
)
def test_addresses_of_one_home_are_one(rf, first, second, is_one):
    one, other = (client_network(rf.get("/", REMOTE_ADDR=address)) for address in (first, second))
    assert (one == other) == is_one


def test_a_password_is_for_active_staff_alone(rf):
    request, backend = rf.post("/admin/login/"), Password()
    root = make_superuser()
    person = make_user("ada")
    person.set_password("root")
    person.save()
    assert backend.authenticate(request, username="root", password="root") == root
    assert backend.authenticate(request, username="ada", password="root") is None
    root.is_active = False
    root.save()
    assert backend.authenticate(request, username="root", password="root") is None
