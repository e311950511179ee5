"""The app as registered in Spotify's developer dashboard."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

CLIENT_ID = "sandbox-spotify-client"
CLIENT_SECRET = "sandbox-spotify-secret"
REDIRECT_URI = "http://127.0.0.1/complete/spotify/"


@dataclass(slots=True)
class App:
    """The app. `allow_list` None allows everyone; `premium` is about the owner's own subscription.

    `audio_features` and `artist_genres` are what an app with extended quota from before November 2024 still
    gets. Without `library_contains` it is answered 403 when it asks whether a track is saved.
    """

    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    redirect_uris: list[str] = field(default_factory=lambda: [REDIRECT_URI])
    allow_list: set[str] | None = None
    premium: bool = True
    audio_features: bool = False
    artist_genres: bool = False
    library_contains: bool = True

    def allows(self, person: str) -> bool:
        """Returns whether the person may use the app."""
        return self.allow_list is None or person in self.allow_list

    def accepts_redirect(self, uri: str) -> bool:
        """Returns whether the redirect URI is registered."""
        return any(_same_redirect(registered, uri) for registered in self.redirect_uris)


def is_secure_redirect(uri: str) -> bool:
    """Returns whether the URI is HTTPS, or HTTP on a numeric loopback address; `localhost` is refused.

    https://developer.spotify.com/documentation/web-api/concepts/redirect_uri
    """
    url = urlsplit(uri)
    return url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname or ""))


def _same_redirect(registered: str, uri: str) -> bool:
    """Returns whether the URIs are equal. A loopback address registered without a port matches any port.

    https://developer.spotify.com/documentation/web-api/concepts/redirect_uri
    """
    if registered == uri:
        return True
    ours, theirs = urlsplit(registered), urlsplit(uri)
    return ours.port is None and _is_loopback(ours.hostname or "") and ours == _without_port(theirs)


def _without_port(url: SplitResult) -> SplitResult:
    host, colon, port = url.netloc.rpartition(":")
    return url._replace(netloc=host) if colon and port.isdigit() else url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
