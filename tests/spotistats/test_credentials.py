"""Which credentials an installation needs, and the redirect URIs to register."""

from spotistats.credentials import google_requirements, redirect_uri, spotify_requirement


def test_settings_without_a_value_are_missing(settings) -> None:
    settings.SPOTIFY_CLIENT_ID, settings.SPOTIFY_CLIENT_SECRET = "given", ""
    assert spotify_requirement().missing == ["SPOTIFY_CLIENT_SECRET"]


def test_a_sheet_needs_a_client_or_a_service_account(settings) -> None:
    settings.GOOGLE_CLIENT_ID = settings.GOOGLE_CLIENT_SECRET = "given"
    settings.GOOGLE_SERVICE_ACCOUNT = None
    assert [way.missing for way in google_requirements()] == [[], ["GOOGLE_SERVICE_ACCOUNT"]]


def test_redirect_uri_is_the_sites_own_with_a_slash_at_the_end(settings) -> None:
    settings.SITE_URL = "https://tracks.example"
    assert redirect_uri("spotify") == "https://tracks.example/complete/spotify/"
    assert redirect_uri("spotify") in spotify_requirement().instructions
