"""Stand-ins for Spotify and Google: other people's servers as a process of their own.

Nothing in the product imports this. Tests do: `sandbox.start(World())` serves a world from a thread.
"""

from sandbox.server import RunningServer, start
from sandbox.world import World

__all__ = ["RunningServer", "World", "start"]
