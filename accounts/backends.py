"""Sign in with Spotify; connect Google. social-auth does the protocol, the addresses are settings."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from social_core.backends.google import GoogleOAuth2
from social_core.backends.oauth import BaseOAuth2PKCE
from social_core.backends.spotify import SpotifyOAuth2
from social_core.exceptions import AuthProviderError, AuthResponseError
from social_django.strategy import DjangoStrategy

from accounts.models import Credential
from problems.kinds import AskOperator, AskUser
from providers.oauth import Vendor, vendor
from providers.spotify import sign_in
from providers.spotify.errors import refused_profile


class _Configured:
    """An app without its id would send people to a page of the vendor's that says nothing to them."""

    vendor_key: str

    @property
    def vendor(self) -> Vendor:
        return vendor(self.vendor_key)

    def start(self) -> HttpResponse:
        at = self.vendor
        if not at.configured:
            raise AskOperator(
                f"{at.key}_not_configured",
                f"This site is not set up for {at.name} yet: {at.settings_names} are missing. The operator gets"
                f" them at {at.get_them_at}.",
            )
        return super().start()  # type: ignore[misc,no-any-return]

    def get_key_and_secret(self) -> tuple[str, str]:
        return self.vendor.client_id, self.vendor.client_secret

    def access_token_url(self) -> str:
        return self.vendor.token_url


class Spotify(_Configured, SpotifyOAuth2[HttpResponse], BaseOAuth2PKCE[HttpResponse]):
    """https://developer.spotify.com/documentation/web-api/tutorials/code-flow"""

    name = "spotify"
    vendor_key = "spotify"
    USE_BASIC_AUTH = True

    def start(self) -> HttpResponse:
        sign_in.count_requests(self.vendor.client_id, 0)
        return super().start()

    def authorization_url(self) -> str:
        return f"{settings.SPOTIFY_ACCOUNTS_URL}/authorize"

    def auth_extra_arguments(self) -> dict[str, str]:
        """Who reconnects is asked again: without the dialog Spotify signs in whoever sits in that browser."""
        request = cast("DjangoStrategy", self.strategy).request
        return {"show_dialog": "true"} if request and request.user.is_authenticated else {}

    def get_user_id(self, details: dict[str, Any], response: dict[str, Any]) -> Any:
        """Only names social-auth's row: who a person is, `accounts.pipeline.find_person` says."""
        return response.get("id") or response.get("account_id")

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile"""
        client_id = self.vendor.client_id
        sign_in.count_requests(client_id, 1)
        try:
            answer = self.get_json(
                f"{settings.SPOTIFY_API_URL}/v1/me", headers={"Authorization": f"Bearer {access_token}"}
            )
        except AuthProviderError as error:
            response = getattr(error.__cause__, "response", None)
            if error.status_code == 429 and response is not None:
                sign_in.record_rate_limit(client_id, response.text, response.headers)
            raise refused_profile(error) from None
        return _object(self, answer)


class Google(_Configured, GoogleOAuth2[HttpResponse], BaseOAuth2PKCE[HttpResponse]):
    """Not a way to sign in: it gives a person who is signed in a place for their spreadsheet.

    https://developers.google.com/identity/protocols/oauth2/web-server
    """

    vendor_key = "google"
    ASSOCIATION_ONLY = True
    DEFAULT_SCOPE = ["openid", "email"]

    def authorization_url(self) -> str:
        return f"{settings.GOOGLE_ACCOUNTS_URL}/o/oauth2/v2/auth"

    def prepare_auth(self, user: Any = None) -> None:
        if user is None or not user.is_authenticated:
            raise AskUser(
                "sign_in_first",
                "Google can only be connected by somebody who is signed in here. Sign in with Spotify first.",
            )
        super().prepare_auth(user=user)

    def auth_extra_arguments(self) -> dict[str, str]:
        """Who connects again sees the account chosen that holds their spreadsheet."""
        request = cast("DjangoStrategy", self.strategy).request
        user = request.user.pk if request else None
        known = Credential.objects.filter(user=user, provider="google").first()
        return super().auth_extra_arguments() | ({"login_hint": known.account} if known else {})

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        answer = self.get_json(
            settings.GOOGLE_USERINFO_URL, headers={"Authorization": f"Bearer {access_token}"}
        )
        return _object(self, answer)


def _object(backend: Any, answer: object) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise AuthResponseError(backend, code="malformed_response", stage="user_info")
    return answer
