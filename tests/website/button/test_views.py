"""The button for a telephone, the manifest that installs it, and the script that keeps a page for no network."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from syncer.models import SyncRun

SHELL = ("/button/offline/", "/manifest.webmanifest", "/sw.js")


def test_one_press_starts_a_sync_and_stays_on_the_page(as_alice, alice) -> None:
    answer = as_alice.post("/button/")
    assert (answer.status_code, answer.url) == (302, "/button/")
    page = as_alice.get("/button/")
    assertContains(page, "Syncing now")
    assert re.search(r'<button id="sync-now" type="submit" class="big" disabled', page.content.decode())
    assert [run.trigger for run in alice.runs.all()] == ["person"]


def test_a_limit_is_told_with_the_time(as_alice, alice, settings) -> None:
    settings.SYNC_CLICKS_PER_HOUR = 1
    as_alice.post("/button/")
    SyncRun.objects.update(state="done")
    page = as_alice.post("/button/", follow=True)
    assertContains(page, "You have started as many syncs")
    assertContains(page, "Again from ", count=1)
    assert alice.runs.count() == 1


def test_without_a_sheet_there_is_the_way_to_one(as_bob) -> None:
    page = as_bob.get("/button/")
    assertContains(page, 'class="big" href="/sheet/">Link a sheet')
    assertNotContains(page, "Sync now</button>")


def test_who_is_not_signed_in_comes_back_to_the_button(client) -> None:
    assert client.get("/button/").url == "/?next=/button/"


def test_the_manifest_has_what_chromium_installs_by(client, settings) -> None:
    """https://web.dev/articles/install-criteria"""
    answer = client.get("/manifest.webmanifest")
    content = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (content["name"], content["start_url"], content["display"]) == (
        settings.SITE_NAME,
        "/button/",
        "standalone",
    )
    sizes = {(icon["sizes"], icon["purpose"]) for icon in content["icons"]}
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_each_icon_is_as_large_as_the_manifest_says_and_small(client) -> None:
    for icon in client.get("/manifest.webmanifest").json()["icons"]:
        image = Path(finders.find(icon["src"].removeprefix("/static/"))).read_bytes()
        assert image[:8] == b"\x89PNG\r\n\x1a\n"
        assert "{}x{}".format(*struct.unpack(">II", image[16:24])) == icon["sizes"]
        assert len(image) < 20_000


@pytest.mark.parametrize("path", SHELL)
def test_what_a_browser_keeps_is_the_same_for_everybody(path, as_alice, as_bob) -> None:
    answers = [client.get(path) for client in (as_alice, as_bob, Client())]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert b"csrf" not in answers[0].content


def test_the_page_for_no_network_needs_no_more_than_is_kept(client) -> None:
    script = client.get("/sw.js")
    assert (script["Content-Type"], script["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    (kept,) = re.findall(r"const FILES = \[(.*), PAGE\];", script.content.decode())
    page = client.get("/button/offline/").content.decode()
    needed = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="([^"]+)"', page)
    assert set(needed) == set(re.findall(r'"([^"]+)"', kept))
    assert "You are offline" in page and "<script" not in page


def test_a_changed_page_is_fetched_anew(client, settings) -> None:
    before = client.get("/sw.js").content
    settings.SITE_NAME = "Another name"
    assert client.get("/sw.js").content != before


def test_the_button_names_the_manifest(as_alice) -> None:
    assertContains(as_alice.get("/button/"), '<link rel="manifest" href="/manifest.webmanifest">')
