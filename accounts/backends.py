"""Sign in with Spotify, connect Google, and sign in to the admin.

The first two are social-auth's backends, with addresses and apps from the settings.
"""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from social_core.backends.google import GoogleOAuth2
from social_core.backends.oauth import BaseOAuth2PKCE
from social_core.backends.spotify import SpotifyOAuth2
from social_core.exceptions import AuthProviderError, AuthResponseError
from social_django.strategy import DjangoStrategy

from accounts.models import Credential, User
from accounts.problems import AppNotConfigured, SignInFirst
from accounts.second_factor import is_second_factor_needed, verify_code
from providers.spotify.errors import profile_problem
from providers.spotify.request_budget import count_requests, record_rate_limit
from providers.token_endpoint.credentials import OAuthApp, oauth_app


class _AppBackend:
    """What both backends take from `providers.token_endpoint.credentials`."""

    vendor: str

    @property
    def app(self) -> OAuthApp:
        return oauth_app(self.vendor)

    def start(self) -> HttpResponse:
        """Raises `AppNotConfigured`."""
        app = self.app
        # Without a client id people would be sent to an error page of the vendor's that does not explain itself.
        if not app.is_configured:
            raise AppNotConfigured(vendor=app.vendor, settings=app.settings_names, page=app.settings_page)
        return super().start()  # type: ignore[misc,no-any-return]

    def get_key_and_secret(self) -> tuple[str, str]:
        return self.app.client_id, self.app.client_secret

    def access_token_url(self) -> str:
        return self.app.token_url


class Spotify(_AppBackend, SpotifyOAuth2[HttpResponse], BaseOAuth2PKCE[HttpResponse]):
    """https://developer.spotify.com/documentation/web-api/tutorials/code-flow"""

    name = "spotify"
    vendor = "spotify"
    USE_BASIC_AUTH = True

    def start(self) -> HttpResponse:
        """Raises `SpotifyLimit` while Spotify blocks the app, before the person is sent to Spotify's pages."""
        count_requests(self.app.client_id, 0)
        return super().start()

    def authorization_url(self) -> str:
        return f"{settings.SPOTIFY_ACCOUNTS_URL}/authorize"

    def auth_extra_arguments(self) -> dict[str, str]:
        """Adds the consent dialog for a person who reconnects."""
        # Without the dialog Spotify signs in whichever account that browser is signed in with there.
        request = cast("DjangoStrategy", self.strategy).request
        return {"show_dialog": "true"} if request and request.user.is_authenticated else {}

    def get_user_id(self, details: dict[str, Any], response: dict[str, Any]) -> Any:
        """Returns a name for social-auth's row; the person is found by `accounts.pipeline.find_person`."""
        return response.get("id") or response.get("account_id")

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Returns the profile. Raises a `Problem`, or social-auth's error where nothing more is known.

        https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile
        """
        client_id = self.app.client_id
        count_requests(client_id, 1)
        try:
            answer = self.get_json(
                f"{settings.SPOTIFY_API_URL}/v1/me", headers={"Authorization": f"Bearer {access_token}"}
            )
        except AuthProviderError as error:
            response = getattr(error.__cause__, "response", None)
            if error.status_code == 429 and response is not None:
                record_rate_limit(client_id, response.text, response.headers)
            # Not chained: the error holds the request, and the request holds the token.
            raise profile_problem(error) from None
        return _require_object(self, answer)


class Google(_AppBackend, GoogleOAuth2[HttpResponse], BaseOAuth2PKCE[HttpResponse]):
    """Not a way to sign in: it gives a person who is signed in a Drive for their spreadsheet.

    https://developers.google.com/identity/protocols/oauth2/web-server
    """

    vendor = "google"
    ASSOCIATION_ONLY = True
    DEFAULT_SCOPE = ["openid", "email"]

    def authorization_url(self) -> str:
        return f"{settings.GOOGLE_ACCOUNTS_URL}/o/oauth2/v2/auth"

    def prepare_auth(self, user: Any = None) -> None:
        """Raises `SignInFirst`."""
        if user is None or not user.is_authenticated:
            raise SignInFirst
        super().prepare_auth(user=user)

    def auth_extra_arguments(self) -> dict[str, str]:
        """Preselects the Google account that was connected before."""
        # Another account could not reach the spreadsheet in the first one's Drive.
        request = cast("DjangoStrategy", self.strategy).request
        user = request.user.pk if request else None
        credential = Credential.objects.filter(user=user, provider="google").first()
        return super().auth_extra_arguments() | ({"login_hint": credential.account} if credential else {})

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Returns the profile: https://developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation"""
        answer = self.get_json(
            settings.GOOGLE_USERINFO_URL, headers={"Authorization": f"Bearer {access_token}"}
        )
        return _require_object(self, answer)


class Password(ModelBackend):
    """For staff alone: a password, and the code of a second factor where one is needed."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        otp_token: str = "",
        **more: Any,
    ) -> User | None:
        """Returns the member of staff. None for a wrong password and for a wrong code alike: neither is told apart."""
        user = super().authenticate(request, username=username, password=password)
        if not isinstance(user, User) or not user.is_staff:
            return None
        if is_second_factor_needed(user):
            # django-otp puts it into the session when the user is signed in.
            user.otp_device = verify_code(user, otp_token)  # type: ignore[attr-defined]
            if user.otp_device is None:  # type: ignore[attr-defined]
                return None
        return user


def client_network(request: HttpRequest) -> str:
    """Returns from where an attempt to sign in came; behind the server in front, from where that one says.

    That is an address of IPv4, or the /64 of one of IPv6: a home gets 2^64 of those at least, and may use a new one for
    each request. The last address is the one which the server in front has added; those before it are the client's word.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PUBLIC else ""
    address: str = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or IPv6Network((int(known) >> 64 << 64, 64)))
    return str(known)


def _require_object(backend: Any, answer: object) -> dict[str, Any]:
    """Raises `AuthResponseError` for JSON that is no object."""
    if not isinstance(answer, dict):
        raise AuthResponseError(backend, code="malformed_response", stage="user_info")
    return answer
