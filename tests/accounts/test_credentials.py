"""Until when a consent lasts."""

from datetime import UTC, datetime

import pytest

from accounts.credentials import expires_with_consent
from accounts.models import Credential


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        ((2026, 1, 15), (2026, 7, 15)),
        ((2026, 8, 31), (2027, 2, 28)),
        ((2027, 8, 31), (2028, 2, 29)),
        ((2026, 6, 30), (2026, 12, 30)),
        ((2026, 12, 1), (2027, 6, 1)),
        ((2026, 7, 1), (2027, 1, 1)),
    ],
)
def test_a_spotify_consent_ends_six_months_later(given, ends):
    credential = Credential(provider="spotify", authorized_at=datetime(*given, 9, 30, tzinfo=UTC))
    assert expires_with_consent(credential) == datetime(*ends, 9, 30, tzinfo=UTC)


def test_a_google_consent_does_not_end_by_itself():
    assert expires_with_consent(Credential(provider="google", authorized_at=datetime.now(UTC))) is None
