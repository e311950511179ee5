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
