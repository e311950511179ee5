"""Spotify: accounts and Web API as an app in development mode meets them in late 2026."""

from sandbox.routes import Routes
from sandbox.spotify import api, authorize, control, token_endpoint


def register(routes: Routes) -> None:
    """Adds every route of this vendor."""
    authorize.register(routes)
    token_endpoint.register(routes)
    api.register(routes)
    control.register(routes)
