"""Disconnecting Google and deleting an account."""

import pytest
from social_django.models import UserSocialAuth

from accounts.deletion import delete_account, disconnect_google
from accounts.models import Credential, User
from tests.support.oauth_browser import GOOGLE, connect_google

pytestmark = pytest.mark.django_db


def test_disconnecting_google_revokes_the_permission_first(sandbox, signed_in):
    connect_google(signed_in, "ada")
    assert signed_in.site.post(f"/disconnect/{GOOGLE}/").status_code == 302
    assert not sandbox.world.google.grants.refresh
    assert not Credential.objects.filter(provider="google").exists()
    assert not UserSocialAuth.objects.filter(provider=GOOGLE).exists()
    assert connect_google(signed_in, "ada").status_code == 302


def test_google_can_be_disconnected_while_it_does_not_answer(sandbox, signed_in, settings):
    connect_google(signed_in, "ada")
    settings.GOOGLE_TOKEN_URL = "http://127.0.0.1:9/token"
    disconnect_google(User.objects.get())
    assert not Credential.objects.filter(provider="google").exists()


def test_deleting_an_account_revokes_google_and_deletes_all_rows(sandbox, signed_in):
    connect_google(signed_in, "ada")
    delete_account(User.objects.get())
    assert not User.objects.exists()
    assert not Credential.objects.exists()
    assert not UserSocialAuth.objects.exists()
    assert not sandbox.world.google.grants.refresh
