"""`manage.py token`: a token is printed once, and its making is in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.api_tokens import MOST_TOKENS, find_token, make_token
from accounts.models import ApiToken, User
from tests.support.cast import make_user


@pytest.fixture
def ada(db) -> User:
    return make_user("ada")


def token(*options: str) -> None:
    call_command("token", "--user", "ada", *options)


def test_the_printed_token_is_the_persons_and_may_do_what_was_asked_for(ada, capsys, caplog) -> None:
    with caplog.at_level("INFO", "spotistats.security"):
        token("--scope", "read", "--scope", "sync", "--name", "The button", "--days", "30")
    text = capsys.readouterr().out.strip()
    found = find_token(text)
    assert found is not None
    assert (found.user, found.scopes, found.name) == (ada, ["read", "sync"], "The button")
    assert timedelta(days=29) < found.expires_at - timezone.now() <= timedelta(days=30)
    assert caplog.messages == [f"api_token_made person={ada.pk} token={found.pk}"]
    assert text not in caplog.text


def test_without_days_it_does_not_end(ada, capsys) -> None:
    token("--scope", "read")
    found = find_token(capsys.readouterr().out.strip())
    assert found is not None and found.expires_at is None and found.name


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--scope", "all"],
        ["--scope", "read", "--days", "0"],
        ["--scope", "read", "--days", "x"],
        ["--scope", "read", "--days", "3651"],
        ["--scope", "read", "--name", ""],
        ["--scope", "read", "--name", "x" * 61],
    ],
)
def test_what_cannot_be_is_refused_and_makes_none(ada, options) -> None:
    with pytest.raises(CommandError):
        token(*options)
    assert not ApiToken.objects.exists()


def test_nobody_gets_one_and_nobody_too_many(ada) -> None:
    with pytest.raises(CommandError, match="bob"):
        call_command("token", "--user", "bob", "--scope", "read")
    for number in range(MOST_TOKENS):
        make_token(ada, name=str(number), scopes=[ApiToken.Scope.READ])
    with pytest.raises(CommandError, match="revoke one"):
        token("--scope", "read")
    assert ApiToken.objects.count() == MOST_TOKENS
