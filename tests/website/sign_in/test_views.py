"""Signing out."""

from __future__ import annotations

from pytest_django.asserts import assertContains

from tests.website.conftest import signed_in_as


def test_signing_out_ends_the_session(as_alice):
    assertContains(as_alice.post("/sign-out/", follow=True), "You are signed out.")
    assertContains(as_alice.get("/"), "Login with Spotify")


def test_signing_out_takes_a_post(as_alice):
    assert as_alice.get("/sign-out/").status_code == 405
    assertContains(as_alice.get("/"), "Sign out")


def test_signing_out_everywhere_ends_every_session_of_the_person_and_nobody_elses(as_alice, alice, as_bob):
    phone = signed_in_as(alice)
    page = as_alice.post("/sign-out/everywhere/", follow=True)
    assertContains(page, "You are signed out everywhere")
    for client in (as_alice, phone):
        assertContains(client.get("/"), "Login with Spotify")
    assertContains(as_bob.get("/"), "Sign out")


def test_signing_out_everywhere_takes_a_post_of_somebody_who_is_signed_in(as_alice, client):
    assert as_alice.get("/sign-out/everywhere/").status_code == 405
    assertContains(client.post("/sign-out/everywhere/", follow=True), "Login with Spotify")
    assertContains(as_alice.get("/"), "Sign out")
