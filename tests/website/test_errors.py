"""Pages for what went wrong look like the others, and work when little else does."""

from __future__ import annotations

from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error
from pytest_django.asserts import assertContains


def test_an_unknown_address_is_answered_with_a_page(client):
    assertContains(client.get("/nothing/here/"), "This page does not exist", status_code=404)


def test_a_form_with_an_expired_csrf_token_is_answered_with_a_page(bob):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/sign-out/")
    assertContains(page, "Please try that once more", status_code=403)


def test_a_forbidden_page():
    answer = permission_denied(RequestFactory().get("/"), Exception())
    assert "You may not see this page" in answer.content.decode()


def test_a_bad_request():
    answer = bad_request(RequestFactory().get("/"), Exception())
    assert "could not be understood" in answer.content.decode()


def test_our_own_mistake_needs_neither_database_nor_manifest(settings, django_db_blocker):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with django_db_blocker.block():
        answer = server_error(RequestFactory().get("/"))
    assert "Something went wrong on our side" in answer.content.decode()
