"""The only OAuth client registered with Google, and its project."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CLIENT_ID = "sandbox-google-client.apps.googleusercontent.com"
CLIENT_SECRET = "sandbox-google-secret"
PROJECT = "sandbox-project"
PROJECT_NUMBER = "731000000042"
_PORT = re.compile(r":\d+$")


@dataclass
class App:
    """The OAuth client. Redirect URIs are compared exactly, as Google does for web clients and Spotify does
    not.

    Unlike Google, a URI on 127.0.0.1 that is registered without a port matches any port: a test's site
    listens on a free one, which one would otherwise register in Google's console.
    """

    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    redirect_uris: list[str] = field(default_factory=lambda: ["http://127.0.0.1/complete/google-oauth2/"])

    def accepts_redirect(self, uri: str) -> bool:
        return uri in self.redirect_uris or _without_port(uri) in self.redirect_uris


def _without_port(uri: str) -> str:
    parts = urlsplit(uri)
    if parts.scheme != "http" or _PORT.sub("", parts.netloc) != "127.0.0.1":
        return uri
    return parts._replace(netloc="127.0.0.1").geturl()
