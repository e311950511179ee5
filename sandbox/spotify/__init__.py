"""Spotify's accounts service and Web API, as for an app in development mode in late 2026."""

from sandbox.routes import Routes
from sandbox.spotify import api, authorize, control, images, token_endpoint


def register(routes: Routes) -> None:
    """Adds the routes of this vendor."""
    authorize.register(routes)
    token_endpoint.register(routes)
    api.register(routes)
    images.register(routes)
    control.register(routes)
