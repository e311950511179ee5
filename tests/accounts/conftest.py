"""People with permissions at the sandbox's vendors, and stored tokens under an old key."""

from http.cookies import SimpleCookie

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import Credential
from accounts.sealing import seal
from providers.token_endpoint.records import parse_grant
from sandbox.world import World
from tests.support.cast import make_user
from tests.support.oauth_browser import Browser

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


def new_key() -> str:
    return Fernet.generate_key().decode()


@pytest.fixture
def sealed_credentials(settings) -> list[Credential]:
    """Two people's tokens under an old key, one of them with an ended permission."""
    settings.ENCRYPTION_KEYS = [new_key()]
    now = timezone.now()
    texts = [("access", "refresh"), ("", "")]
    return [
        Credential.objects.create(
            user=make_user(str(number)),
            provider="spotify",
            expires_at=now,
            authorized_at=now,
            access_sealed=seal(access) if access else "",
            refresh_sealed=seal(refresh) if refresh else "",
        )
        for number, (access, refresh) in enumerate(texts)
    ]


@pytest.fixture
def browser(sandbox) -> Browser:
    return Browser()


@pytest.fixture
def signed_in(browser, made_once) -> Browser:
    """Ada's browser, in which she is signed in."""
    browser.site.cookies, browser.seen = made_once(sign_in)
    return browser


def sign_in(world: World) -> tuple[SimpleCookie, list[str]]:
    browser = Browser()
    browser.sign_in("ada")
    return browser.site.cookies, browser.seen
