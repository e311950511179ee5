"""The service account's access token: one for the whole process, until it ends or is refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.utils import timezone
from requests.adapters import HTTPAdapter

from problems.kinds import AskOperator, TryLater
from providers.google import credentials as service_account
from providers.google.credentials import ServiceAccount
from sheets.credentials import client_for

FIELDS = "properties.title"
MANY = 20


def tokens_asked_for(sandbox) -> int:
    return sandbox.world.count("google-token", "token")


def tokens_of_many(force: bool, accounts: list[ServiceAccount]) -> set[str]:
    """What each account gets when all ask in the same moment, each in a thread."""
    start = Barrier(len(accounts))

    def ask(account: ServiceAccount) -> str:
        start.wait()
        return account.token(force=force)

    with ThreadPoolExecutor(len(accounts)) as pool:
        return set(pool.map(ask, accounts))


def test_two_clients_share_one_token(sandbox, book):
    client_for().get(book.id, FIELDS)
    client_for().get(book.id, FIELDS)
    assert tokens_asked_for(sandbox) == 1
    assert sandbox.world.count("google-sheets", "get") == 2


def test_many_threads_make_one_request(sandbox):
    assert len(tokens_of_many(False, [ServiceAccount() for _ in range(MANY)])) == 1
    assert tokens_asked_for(sandbox) == 1


def test_many_callers_with_a_refused_token_make_one_request_for_another(sandbox):
    accounts = [ServiceAccount() for _ in range(MANY)]
    (first,) = tokens_of_many(False, accounts)
    (second,) = tokens_of_many(True, accounts)
    assert first != second
    assert tokens_asked_for(sandbox) == 2


def test_a_refused_token_is_replaced_for_all_clients(sandbox, book):
    client_for().get(book.id, FIELDS)
    sandbox.world.google.grants.access.clear()
    client_for().get(book.id, FIELDS)
    client_for().get(book.id, FIELDS)
    assert tokens_asked_for(sandbox) == 2
    assert sandbox.world.count("google-sheets", "get") == 4, "one of them was refused, and repeated once"


@pytest.mark.parametrize(("minutes", "requests"), [(50, 1), (58, 2), (61, 2)])
def test_a_token_is_refreshed_before_it_expires(sandbox, minutes, requests):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ServiceAccount().token(force=False)
        clock.shift(timedelta(minutes=minutes))
        ServiceAccount().token(force=False)
    assert tokens_asked_for(sandbox) == requests


def test_another_key_has_another_token(sandbox, settings):
    first = ServiceAccount().token(force=False)
    settings.GOOGLE_SERVICE_ACCOUNT = {**settings.GOOGLE_SERVICE_ACCOUNT, "client_email": "b@sandbox.example"}
    account = ServiceAccount()
    assert account.address == "b@sandbox.example"
    settings.GOOGLE_TOKEN_URL = "http://127.0.0.1:9/token"
    with pytest.raises(TryLater):
        ServiceAccount().token(force=False)
    settings.GOOGLE_SERVICE_ACCOUNT = sandbox.world.google.service_account_info(settings.GOOGLE_TOKEN_URL)
    settings.GOOGLE_TOKEN_URL = f"{sandbox.url}/google-token/token"
    assert ServiceAccount().token(force=False) != first


def test_a_failed_refresh_is_not_cached(sandbox):
    sandbox.world.faults.add("google-token", "token", {"html": True, "status": 200})
    account = ServiceAccount()
    with pytest.raises(TryLater):
        account.token(force=False)
    assert account.token(force=False)


def test_the_wait_for_another_threads_refresh_is_bounded(sandbox, monkeypatch):
    account = ServiceAccount()
    with monkeypatch.context() as quick, account._shared._lock, pytest.raises(TryLater):
        quick.setattr(service_account, "TIMEOUT", 0.1)
        account.token(force=False)
    assert account.token(force=False), "the lock is free again"
    assert tokens_asked_for(sandbox) == 1


def test_neither_key_nor_token_is_in_a_repr_or_log(sandbox, settings, caplog):
    caplog.set_level("DEBUG")
    account = ServiceAccount()
    secrets = [account.token(force=False), settings.GOOGLE_SERVICE_ACCOUNT["private_key"].splitlines()[1]]
    shown = f"{account!r} {account._shared!r} {client_for()!r} {caplog.text}"
    assert not [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("effect", [{"status": 500}, {"status": 503}, {"status": 429}, {"status": 408}])
def test_a_failure_at_the_token_endpoint_never_sleeps(sandbox, book, monkeypatch, effect):
    """google-auth would try three times, and sleep in between."""
    slept: list[float] = []
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", slept.append)
    sandbox.world.faults.add("google-token", "token", effect, times=0)
    with pytest.raises(TryLater):
        client_for().get(book.id, FIELDS)
    assert (tokens_asked_for(sandbox), slept) == (1, [])


def test_a_key_that_google_rejects_is_the_operators_problem(sandbox, book):
    body = json.dumps({"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
    sandbox.world.faults.add("google-token", "token", {"status": 400, "body": body})
    with pytest.raises(AskOperator):
        client_for().get(book.id, FIELDS)
    assert tokens_asked_for(sandbox) == 1


def test_the_timeouts_of_a_request_to_google(book, client, monkeypatch):
    """Ten seconds to connect; and Google works for up to 180 on one request."""
    patience: list[object] = []
    real = HTTPAdapter.send

    def send(adapter, request, **more):
        patience.append(more["timeout"])
        return real(adapter, request, **more)

    client.get(book.id, FIELDS)
    monkeypatch.setattr(HTTPAdapter, "send", send)
    client.get(book.id, FIELDS)
    assert patience == [(10, 190)]
