"""`manage.py credentials`: what is missing is named, with the page where one gets it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

NAMES = (
    "SPOTIFY_CLIENT_ID",
    "SPOTIFY_CLIENT_SECRET",
    "GOOGLE_CLIENT_ID",
    "GOOGLE_CLIENT_SECRET",
    "GOOGLE_SERVICE_ACCOUNT",
)


@pytest.fixture(autouse=True)
def nothing_set(settings) -> None:
    settings.SITE_URL = "https://tracks.example"
    for name in NAMES:
        setattr(settings, name, "")


def printed() -> str:
    out = StringIO()
    call_command("credentials", stdout=out)
    return out.getvalue()


def test_missing_credentials_are_named_with_page_and_redirect_uri() -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="nobody can sign in"):
        call_command("credentials", stdout=out)
    assert all(name in out.getvalue() for name in NAMES)
    assert "https://developer.spotify.com/dashboard" in out.getvalue()
    assert "https://tracks.example/complete/spotify/\n" in out.getvalue()
    assert "https://tracks.example/complete/google-oauth2/\n" in out.getvalue()


def test_the_command_fails_when_no_sheet_could_be_linked(settings) -> None:
    settings.SPOTIFY_CLIENT_ID = settings.SPOTIFY_CLIENT_SECRET = "given"
    settings.GOOGLE_CLIENT_ID = "given"
    with pytest.raises(CommandError, match="nobody can link a sheet"):
        printed()


def test_one_way_to_a_sheet_is_enough_and_no_value_is_printed(settings) -> None:
    settings.SPOTIFY_CLIENT_ID = settings.SPOTIFY_CLIENT_SECRET = "confidential"
    settings.GOOGLE_SERVICE_ACCOUNT = {"client_email": "a@b", "private_key": "confidential"}
    text = printed()
    assert "✓ SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET" in text
    assert "✗ GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET missing" in text
    assert "confidential" not in text
