"""Spotify: accounts and Web API as a development-mode app of late 2026 meets them."""

from sandbox.routes import Routes


def register(routes: Routes) -> None:
    """Adds every route of this vendor."""
