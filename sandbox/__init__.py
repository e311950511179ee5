"""Stand-ins for Spotify, Google and the sources of audio features and genres.

The product never imports this package: it reaches the stand-ins over HTTP. Tests serve a world from a thread
of their own process with `sandbox.start(World())`.
"""

from sandbox.server import RunningServer, start
from sandbox.world import World

__all__ = ["RunningServer", "World", "start"]
