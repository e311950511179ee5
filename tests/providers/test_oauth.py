from datetime import UTC, datetime, timedelta

import pytest

from providers.oauth import parse_grant

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = frozenset(["user-library-read"])


def grant(**answer):
    return parse_grant({"access_token": "a", **answer}, requested=ASKED, now=NOW)


def test_it_reads_what_was_granted_and_until_when():
    found = grant(expires_in=1800, scope="one two", refresh_token="r")
    assert (found.access, found.refresh) == ("a", "r")
    assert found.expires_at == NOW + timedelta(minutes=30)
    assert found.scopes == {"one", "two"}


@pytest.mark.parametrize("refresh", [None, "", 5])
def test_no_null_or_empty_refresh_token_means_that_the_old_one_goes_on(refresh):
    assert grant(refresh_token=refresh).refresh is None
    assert grant().refresh is None


@pytest.mark.parametrize("scope", [None, "", "  ", 3])
def test_scopes_that_are_not_named_were_granted_as_asked(scope):
    assert grant(scope=scope).scopes == ASKED


@pytest.mark.parametrize("seconds", [None, "soon", -5, 0, 10**12, 1.5])
def test_a_life_that_makes_no_sense_is_taken_for_the_usual_hour(seconds):
    assert grant(expires_in=seconds).expires_at == NOW + timedelta(hours=1)


def test_a_life_as_text_is_read():
    assert grant(expires_in="3599").expires_at == NOW + timedelta(seconds=3599)


@pytest.mark.parametrize("access", [None, "", 7])
def test_an_answer_without_an_access_token_is_none(access):
    with pytest.raises(ValueError, match="no access token"):
        parse_grant({"access_token": access}, requested=ASKED, now=NOW)


def test_a_grant_in_a_traceback_shows_no_token():
    found = grant(refresh_token="very-secret")
    assert "very-secret" not in repr(found)
    assert "'a'" not in repr(found)
