"""Alice has a linked sheet, Bob has just signed in (see `tests.support.cast`); neither may see what is the other's."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.support.cast import make_alice, make_bob

SERVICE_ACCOUNT = {"client_email": "robot@project.iam.gserviceaccount.com", "private_key": "none"}


@pytest.fixture(autouse=True)
def installation(settings, db):
    """Everything is set up; a test takes away what it is about."""
    settings.SPOTIFY_CLIENT_ID = "spotify-app"
    settings.GOOGLE_CLIENT_ID = "google-app"
    settings.GOOGLE_SERVICE_ACCOUNT = SERVICE_ACCOUNT


@pytest.fixture
def bob() -> User:
    return make_bob()


@pytest.fixture
def alice() -> User:
    return make_alice()


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.Spotify")
    return client


@pytest.fixture
def as_alice(alice) -> Client:
    return signed_in_as(alice)


@pytest.fixture
def as_bob(bob) -> Client:
    return signed_in_as(bob)
