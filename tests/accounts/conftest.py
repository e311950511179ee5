"""Somebody who has allowed access at the sandbox's Spotify, without the way through the browser."""

import pytest
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import Credential
from providers.oauth import parse_grant
from tests.support.cast import make_user

SCOPE = "user-library-read"
CLIENT = "sandbox-spotify-client"


@pytest.fixture
def connect(sandbox):
    """connect("ada") gives a Credential whose tokens the sandbox knows."""

    def connect(key: str) -> Credential:
        user = make_user(key, spotify_id=key, display_name=key.title())
        grant = parse_grant(
            sandbox.world.spotify.consent(key), requested=frozenset([SCOPE]), now=timezone.now()
        )
        return store_consent(user, "spotify", grant, client_id=CLIENT, account=key)

    return connect
