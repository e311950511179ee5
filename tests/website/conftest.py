"""The cast: Alice has a linked sheet, Bob has just signed in, and neither may see the other's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Credential, User
from sheets.models import LinkedSheet
from syncer.models import Schedule

SERVICE_ACCOUNT = {"client_email": "robot@project.iam.gserviceaccount.com", "private_key": "none"}


@pytest.fixture(autouse=True)
def installation(settings, db):
    """Everything is set up; a test takes away what it is about."""
    settings.SPOTIFY_CLIENT_ID = "spotify-app"
    settings.GOOGLE_CLIENT_ID = "google-app"
    settings.GOOGLE_SERVICE_ACCOUNT = SERVICE_ACCOUNT


def connect(user: User, provider: str, **fields: object) -> Credential:
    now = timezone.now()
    defaults = {"client_id": "app", "expires_at": now, "authorized_at": now - timedelta(days=20)}
    return Credential.objects.create(user=user, provider=provider, **(defaults | fields))


@pytest.fixture
def bob() -> User:
    user = User.objects.create(username="bob", display_name="Bob", spotify_id="bob")
    connect(user, "spotify")
    return user


@pytest.fixture
def alice() -> User:
    user = User.objects.create(
        username="alice", display_name="Alice", spotify_id="alice", time_zone="Europe/Berlin"
    )
    connect(user, "spotify")
    connect(user, "google")
    LinkedSheet.objects.create(
        user=user,
        spreadsheet_id="alices",
        url="https://docs.google.com/spreadsheets/d/alices/edit",
        title="Alice's tracks",
        method=LinkedSheet.Method.CREATED,
        gid=1,
    )
    Schedule.objects.create(user=user, next_run_at=timezone.now() + timedelta(hours=3))
    return user


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_alice(alice) -> Client:
    return signed_in_as(alice)


@pytest.fixture
def as_bob(bob) -> Client:
    return signed_in_as(bob)
