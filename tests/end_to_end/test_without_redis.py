"""While Redis is away no page and no click fails."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from sheets.models import LinkedSheet
from syncer.models import SyncRun
from tests.end_to_end.test_hostile_parameters import SampleSite, Visitor, parameters, sample, visitor
from tests.support.cast import make_alice, make_bob
from tests.support.redis_away import redis_away

__all__ = ["redis_away", "sample", "visitor"]

pytestmark = pytest.mark.django_db
LINKING = {"/sheet/create/", "/sheet/share/", "/sheet/tab/"}


def test_every_page_and_every_click_is_answered(
    visitor: Visitor, sample: SampleSite, redis_away: None
) -> None:
    for (method, path), fields in parameters(visitor, sample).items():
        visitor.send(method, path, urlencode(fields), "without Redis")
    # What would count a request to Google or lock out a double click: these say that they cannot just now.
    refused = {failure.split()[1] for failure in visitor.failures if failure.endswith(": 503")}
    assert refused == (LINKING if visitor.role != "anonymous" else set())
    visitor.failures = [failure for failure in visitor.failures if not failure.endswith(": 503")]


def test_what_cannot_be_done_is_answered_with_a_page(redis_away: None) -> None:
    browser = Client()
    browser.force_login(make_bob(), backend="accounts.backends.Spotify")
    answer = browser.post("/sheet/create/")
    assertContains(answer, "cannot be done just now", status_code=503)
    assert answer["Retry-After"] == "60"


@pytest.mark.parametrize("path", ["/leave/", "/settings/disconnect-google/"])
def test_nobody_is_kept_from_leaving_while_a_sync_writes(redis_away: None, path: str) -> None:
    alice = make_alice()
    SyncRun.objects.create(user=alice, trigger="person", state="running", phase="writing")
    browser = Client()
    browser.force_login(alice, backend="accounts.backends.Spotify")
    assert browser.post(path).status_code == 302


def test_nobody_is_kept_from_unlinking_while_a_sync_writes(redis_away: None) -> None:
    alice = make_alice()
    SyncRun.objects.create(user=alice, trigger="person", state="running", phase="writing")
    browser = Client()
    browser.force_login(alice, backend="accounts.backends.Spotify")
    assert browser.post("/sheet/unlink/").status_code == 302
    assert not LinkedSheet.objects.exists()
