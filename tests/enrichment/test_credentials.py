"""The access token that Spotify's own sources are asked with."""

import pytest
from django.utils import timezone

from accounts.models import Credential
from enrichment.credentials import borrow_token
from providers.source import SourceError
from tests.enrichment.conftest import synced

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_token_is_refreshed_for_enrichment(sandbox, ada, sheet) -> None:
    synced(ada)
    assert borrow_token()
    Credential.objects.update(expires_at=timezone.now())
    sandbox.world.log.clear()
    with pytest.raises(SourceError) as caught:
        borrow_token()
    assert caught.value.failure == "limited"
    assert not sandbox.world.log


def test_a_token_is_borrowed_without_the_secrets_of_the_apps(sandbox, ada, sheet, settings) -> None:
    """docker-compose.yml gives the enricher the keys of stored tokens, and nothing that refreshes one or signs."""
    synced(ada)
    settings.SPOTIFY_CLIENT_SECRET = settings.GOOGLE_CLIENT_SECRET = settings.SECRET_KEY = ""
    settings.GOOGLE_SERVICE_ACCOUNT = None
    assert borrow_token()
