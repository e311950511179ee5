"""Stand-ins for Spotify, Google, and who knows features and genres: other people's servers, in their own process.

Nothing in the product imports this. Tests do: `sandbox.start(World())` serves a world from a thread.
"""

from sandbox.server import RunningServer, start
from sandbox.world import World

__all__ = ["RunningServer", "World", "start"]
