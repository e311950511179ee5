"""Refreshing and revoking, against the sandbox's token endpoints; nothing is stored."""

import traceback

import pytest

from providers.token_endpoint.client import refresh_access_token, revoke_google
from providers.token_endpoint.credentials import oauth_app
from providers.token_endpoint.errors import InvalidGrant
from providers.token_endpoint.problems import TokenEndpointUnavailable
from tests.support.cast import spotify_token


def test_a_refresh_token_is_worth_an_access_token(sandbox) -> None:
    consent = spotify_token(sandbox.world, "ada")
    grant = refresh_access_token(oauth_app("spotify"), consent["refresh_token"])
    assert grant.access in sandbox.world.spotify.grants.access
    assert grant.access != consent["access_token"]
    assert sandbox.world.count("spotify-accounts", "token") == 1


@pytest.mark.parametrize("vendor", ["spotify", "google"])
def test_a_refresh_token_that_no_vendor_knows_is_refused(sandbox, vendor) -> None:
    with pytest.raises(InvalidGrant):
        refresh_access_token(oauth_app(vendor), "made-up")


@pytest.mark.parametrize(
    "effect", [{"status": 503}, {"drop": "before"}, {"html": True, "status": 200}, {"cut": 20}]
)
def test_an_answer_of_no_use_is_a_vendor_in_trouble(sandbox, effect) -> None:
    consent = spotify_token(sandbox.world, "ada")
    sandbox.world.faults.add("spotify-accounts", "token", effect)
    with pytest.raises(TokenEndpointUnavailable) as raised:
        refresh_access_token(oauth_app("spotify"), consent["refresh_token"])
    assert raised.value.values["vendor"] == "spotify"
    assert consent["refresh_token"] not in "".join(traceback.format_exception(raised.value))


def test_a_refresh_token_is_not_carried_to_where_a_redirect_points(sandbox) -> None:
    consent = spotify_token(sandbox.world, "ada")
    elsewhere = {"status": 307, "headers": {"Location": f"{sandbox.url}/google-token/token"}}
    sandbox.world.faults.add("spotify-accounts", "token", elsewhere)
    with pytest.raises(TokenEndpointUnavailable):
        refresh_access_token(oauth_app("spotify"), consent["refresh_token"])
    assert sandbox.world.count("google-token") == 0


def test_a_token_that_google_does_not_know_is_over(sandbox) -> None:
    assert revoke_google("made-up")


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_revoking_is_done_only_when_google_says_so(sandbox, status) -> None:
    sandbox.world.faults.add("google-token", "revoke", {"status": status})
    assert not revoke_google("made-up")


def test_revoking_without_an_answer_is_an_error_that_holds_no_token(sandbox) -> None:
    sandbox.world.faults.add("google-token", "revoke", {"drop": "before"})
    token = "-".join(["a", "secret"])  # as one word it would be in the traceback's source lines
    with pytest.raises(ConnectionError) as raised:
        revoke_google(token)
    assert token not in "".join(traceback.format_exception(raised.value))
