"""The page of a sheet's settings: what it stores, for whom, and the sync that follows."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from providers.spotify.problems import SpotifyDown
from sheets.columns import DEFAULT_COLUMNS
from syncer.models import Schedule
from tests.website.conftest import signed_in_as
from tests.website.sheet.conftest import PATH, current_settings, form_data

pytestmark = pytest.mark.usefixtures("default_columns")


def test_the_settings_are_stored_and_a_sync_is_requested(as_alice, alice):
    page = as_alice.post(
        PATH, form_data("link", "track", "tempo", scope="all", removed="stay", mode="mirror"), follow=True
    )
    assertContains(page, "Saved. A sync is bringing your sheet in line.")
    now = current_settings(alice)
    assert now.columns == ("link", "track", "tempo", "removed_on")
    assert (now.scope, now.keep_removed, now.mode) == ("all", True, "mirror")
    assert alice.runs.get().trigger == "person"


def test_unchanged_settings_request_no_sync(as_alice, alice):
    assertContains(as_alice.post(PATH, form_data(*DEFAULT_COLUMNS), follow=True), "set up like this already")
    assert not alice.runs.exists()


def test_only_the_persons_own_sheet_is_changed(as_alice, alice, bob):
    assertRedirects(signed_in_as(bob).post(PATH, form_data("link")), "/sheet/")
    assert current_settings(alice).columns == DEFAULT_COLUMNS


def test_the_former_address_leads_here(as_alice):
    assertRedirects(as_alice.get("/sheet/contents/"), PATH)


def test_visitors_are_redirected_to_sign_in_and_change_nothing(client, alice):
    assert client.get(PATH).url == f"/?next={PATH}"
    assert client.post(PATH, form_data("link")).url == "/"
    assert current_settings(alice).columns == DEFAULT_COLUMNS


def test_a_form_from_elsewhere_is_refused(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="accounts.backends.Spotify")
    assert client.post(PATH, form_data("link")).status_code == 403
    assert current_settings(alice).columns == DEFAULT_COLUMNS


def test_settings_are_stored_when_the_sync_cannot_begin(as_alice, alice, monkeypatch):
    def refuse(user, trigger):
        raise SpotifyDown(when=timezone.now())

    monkeypatch.setattr("syncer.clicks.request_run", refuse)
    page = as_alice.post(PATH, form_data("link"), follow=True)
    assertContains(page, "Spotify does not answer properly at the moment.")
    assert current_settings(alice).columns == ("link",)


@pytest.mark.parametrize("path", ["/", "/settings/"])
def test_other_pages_link_to_the_settings(as_alice, path):
    assert re.search('href="/sheet/(contents/)?"', as_alice.get(path).content.decode())


def test_without_a_sheet_there_is_nothing_to_choose(as_bob):
    assertNotContains(as_bob.get("/settings/"), "Choose what goes into it")


def test_the_banner_of_a_refused_mirror_links_to_the_settings(as_alice, alice):
    Schedule.objects.update(
        pause="problem",
        problem_code="mirror_refused",
        problem_values={"cells": ["B4"], "more": 0},
        problem_fix="sheet",
    )
    assertContains(as_alice.get("/"), "Choose how it is written")
    assertContains(as_alice.get("/"), "typed into our columns (B4)")
    as_alice.post(PATH, form_data(*DEFAULT_COLUMNS, removed="stay"))
    assert Schedule.objects.get(user=alice).pause == ""
