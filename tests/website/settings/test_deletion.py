"""Leaving is asked about first, and then complete."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Credential, User
from accounts.sealing import seal
from syncer.models import SyncRun


@pytest.fixture(autouse=True)
def google(monkeypatch) -> list[str]:
    """Google's revocation, heard but not sent."""
    revoked: list[str] = []
    monkeypatch.setattr("accounts.revocation.revoke_google", lambda token: not revoked.append(token))
    return revoked


def test_deletion_asks_for_confirmation(as_alice, alice):
    assertContains(as_alice.get("/leave/"), "Delete everything kept here about you?")
    assert User.objects.filter(pk=alice.pk).exists()


def test_deletion_removes_all_data_of_the_person_and_ends_the_session(as_alice, alice, bob, google):
    Credential.objects.filter(user=alice, provider="google").update(refresh_sealed=seal("a token"))
    SyncRun.objects.create(user=alice, trigger="person", state="done")
    page = as_alice.post("/leave/", follow=True)
    assertContains(page, "Your data is deleted.")
    assertContains(page, "Login with Spotify")
    assert [user.username for user in User.objects.all()] == ["bob"]
    assert not SyncRun.objects.exists()
    assert google == ["a token"]


def test_deletion_clears_what_the_browser_keeps(as_alice):
    assert as_alice.post("/leave/")["Clear-Site-Data"] == '"cache", "storage"'


def test_google_can_be_disconnected_alone(as_alice, alice, google):
    assertContains(as_alice.get("/settings/"), "Disconnect Google")
    page = as_alice.post("/settings/disconnect-google/", follow=True)
    assertContains(page, "Google is disconnected.")
    assertNotContains(page, "Disconnect Google")
    assert [c.provider for c in Credential.objects.filter(user=alice)] == ["spotify"]


def test_a_link_disconnects_nothing(as_alice):
    assert as_alice.get("/settings/disconnect-google/").status_code == 405


def test_the_privacy_page_links_to_the_deletion(as_alice):
    assertContains(as_alice.get("/privacy/"), 'href="/leave/"')
