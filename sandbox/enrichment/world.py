"""What tests and the control API turn at these vendors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.enrichment import artists
from sandbox.enrichment.artists import KnownArtist
from sandbox.enrichment.limits import Limit
from sandbox.enrichment.recordings import Recordings, is_known

if TYPE_CHECKING:
    from sandbox.world import World


class EnrichmentWorld:
    """`limits` by service: `limits["musicbrainz"].requests = None` lets everything in, so tests need no sleeping.

    ReccoBeats publishes no limit, so it has none at first; Last.fm's is about five a second.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.limits = {
            "reccobeats": Limit(None, 1),
            "musicbrainz": Limit(1, 0.95, strict=True),  # one a second, and a bit of leeway for the way here
            "listenbrainz": Limit(30, 10),
            "lastfm": Limit(25, 5),
        }
        self.check_user_agent = True
        self.lastfm_errors_as_200 = False
        self.recordings = Recordings(world.spotify.catalogue)

    def answer_wrongly(
        self, service: str, how: str, *, kind: str | None = None, nth: int = 1, times: int = 0
    ) -> None:
        """From now on (0: for ever) a service answers 200 with what is not so; see WRONG_ANSWERS in faults.py.

        It is a fault like others: `world.faults.clear()` ends it.
        """
        self._world.faults.add(service, kind, {"wrong_answer": how}, nth=nth, times=times)

    def remove_limits(self) -> None:
        for limit in self.limits.values():
            limit.requests = None

    def knows_track(self, spotify_id: str) -> bool:
        """Whether ReccoBeats does, when it is asked by this id."""
        return spotify_id in self._world.spotify.catalogue and is_known(spotify_id)

    def artist(self, spotify_id: str) -> KnownArtist:
        """The truth about an artist. Raises KeyError for one who is not in Spotify's catalogue."""
        return artists.by_spotify_id()[spotify_id]
