"""Signing out."""

from __future__ import annotations

import re

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


def sessions_on_the_page(client) -> list[str]:
    """Returns the sessions that have a button: all but the one that asks."""
    return re.findall(r'name="session" value="(\w+)"', client.get("/settings/").content.decode())


def test_one_other_session_is_ended_alone(as_alice, alice):
    phone, tablet = signed_in_as(alice), signed_in_as(alice)
    _, of_the_phone = sessions_on_the_page(as_alice)
    page = as_alice.post("/sign-out/elsewhere/", {"session": of_the_phone}, follow=True)
    assertContains(page, "That device is signed out.")
    assertContains(phone.get("/"), "Login with Spotify")
    for client in (as_alice, tablet):
        assertContains(client.get("/"), "Sign out")


def test_nobody_ends_a_session_of_somebody_else(as_alice, alice, as_bob):
    phone = signed_in_as(alice)
    (of_the_phone,) = sessions_on_the_page(as_alice)
    # The answer does not tell whether there is such a session.
    for one in (of_the_phone, "0" * 64):
        assertContains(as_bob.post("/sign-out/elsewhere/", {"session": one}, follow=True), "is signed out.")
    for client in (phone, as_alice, as_bob):
        assertContains(client.get("/"), "Sign out")


def test_the_key_of_a_session_is_not_on_the_page(as_alice, alice):
    phone = signed_in_as(alice)
    page = as_alice.get("/settings/").content.decode()
    assert phone.session.session_key not in page
    as_alice.post("/sign-out/elsewhere/", {"session": phone.session.session_key})
    assertContains(phone.get("/"), "Sign out")


def test_ending_a_session_takes_a_post_of_somebody_who_is_signed_in(as_alice, alice, client):
    phone = signed_in_as(alice)
    (of_the_phone,) = sessions_on_the_page(as_alice)
    assert as_alice.get("/sign-out/elsewhere/").status_code == 405
    assertContains(client.post("/sign-out/elsewhere/", {"session": of_the_phone}, follow=True), "Login with")
    assertContains(phone.get("/"), "Sign out")
