"""Signing out."""

from __future__ import annotations

from pytest_django.asserts import assertContains


def test_signing_out_ends_the_session(as_alice):
    assertContains(as_alice.post("/sign-out/", follow=True), "You are signed out.")
    assertContains(as_alice.get("/"), "Login with Spotify")


def test_signing_out_takes_a_post(as_alice):
    assert as_alice.get("/sign-out/").status_code == 405
    assertContains(as_alice.get("/"), "Sign out")
