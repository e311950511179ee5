"""Views for a person who is signed in: where others are sent, caches, and problems."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.utils import timezone
from pytest_django.asserts import assertContains

from providers.spotify.problems import SpotifyDown
from syncer.models import SyncRun
from website.decorators import sign_in_required


@pytest.mark.parametrize("path", ["/sheet/", "/settings/", "/runs/1/", "/sheet/unlink/"])
def test_people_without_a_session_are_redirected_to_the_welcome_page(client, path):
    assert client.get(path).url == f"/?next={path}"


@pytest.mark.parametrize(
    "path", ["/sync/", "/sheet/check/", "/sheet/create/", "/sheet/share/", "/settings/pause/"]
)
def test_a_post_without_a_session_is_redirected_to_the_home_page(client, path):
    assert client.post(path).url == "/"


def test_pages_of_a_person_are_not_cached(as_alice):
    assert "no-store" in as_alice.get("/")["Cache-Control"]


@pytest.fixture
def run(alice) -> SyncRun:
    return SyncRun.objects.create(user=alice, trigger="person", state="running", phase="reading")


def test_a_fragment_without_a_session_reloads_the_page(client, run):
    page = client.get(f"/runs/{run.pk}/progress/", headers={"HX-Request": "true"})
    assert page["HX-Refresh"] == "true"
    assert page.content == b""


def test_a_problem_of_sync_now_is_shown_on_the_next_page(as_alice, monkeypatch):
    def refuse(user, trigger):
        raise SpotifyDown(when=timezone.now())

    monkeypatch.setattr("syncer.clicks.request_run", refuse)
    assertContains(as_alice.post("/sync/", follow=True), "Spotify does not answer properly at the moment.")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_view_is_rendered_in_the_persons_time_zone(alice, rf, zone):
    alice.time_zone = zone
    request = rf.get("/")
    request.user = alice
    view = sign_in_required(lambda request: HttpResponse(timezone.get_current_timezone_name()))
    assert view(request).content.decode() == zone
    assert timezone.get_current_timezone_name() == "UTC"
