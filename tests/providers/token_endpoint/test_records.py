from datetime import UTC, datetime, timedelta

import pytest

from providers.token_endpoint.records import parse_grant

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = frozenset(["user-library-read"])


def grant(**answer):
    return parse_grant({"access_token": "a", **answer}, requested=ASKED, now=NOW)


def test_a_grant_has_tokens_scopes_and_expiry():
    found = grant(expires_in=1800, scope="one two", refresh_token="r")
    assert (found.access, found.refresh) == ("a", "r")
    assert found.expires_at == NOW + timedelta(minutes=30)
    assert found.scopes == {"one", "two"}


@pytest.mark.parametrize("refresh", [None, "", 5])
def test_a_missing_refresh_token_is_none(refresh):
    assert grant(refresh_token=refresh).refresh is None
    assert grant().refresh is None


@pytest.mark.parametrize("scope", [None, "", "  ", 3])
def test_unnamed_scopes_are_those_requested(scope):
    assert grant(scope=scope).scopes == ASKED


@pytest.mark.parametrize("seconds", [None, "soon", -5, 0, 10**12, 1.5])
def test_an_impossible_lifetime_is_taken_as_an_hour(seconds):
    assert grant(expires_in=seconds).expires_at == NOW + timedelta(hours=1)


def test_a_lifetime_as_text_is_parsed():
    assert grant(expires_in="3599").expires_at == NOW + timedelta(seconds=3599)


@pytest.mark.parametrize("access", [None, "", 7])
def test_an_answer_without_an_access_token_is_refused(access):
    with pytest.raises(ValueError, match="no access token"):
        parse_grant({"access_token": access}, requested=ASKED, now=NOW)


def test_the_repr_of_a_grant_shows_no_token():
    found = grant(refresh_token="very-secret")
    assert "very-secret" not in repr(found)
    assert "'a'" not in repr(found)
