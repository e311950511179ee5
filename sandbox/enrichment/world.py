"""The state of ReccoBeats, MusicBrainz, ListenBrainz and Last.fm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.enrichment import artists
from sandbox.enrichment.artists import KnownArtist
from sandbox.enrichment.limits import Limit
from sandbox.enrichment.recordings import Recordings, is_known

if TYPE_CHECKING:
    from sandbox.world import World


class EnrichmentWorld:
    """For tests and the control API. `limits` are by service; `requests` None lifts a limit.

    ReccoBeats publishes no limit, so it starts without one; Last.fm's is about five requests a second.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.limits = {
            "reccobeats": Limit(None, 1),
            "musicbrainz": Limit(1, 0.95, strict=True),  # one a second, with some tolerance for network delay
            "listenbrainz": Limit(30, 10),
            "lastfm": Limit(25, 5),
        }
        self.check_user_agent = True
        self.lastfm_errors_as_200 = False
        self.recordings = Recordings(world.spotify.catalogue)

    def answer_wrongly(
        self, service: str, how: str, *, kind: str | None = None, nth: int = 1, times: int = 0
    ) -> None:
        """Makes a service answer 200 with wrong data: one of WRONG_ANSWERS in faults.py.

        This is a fault like any other: `times` 0 means no limit, and `world.faults.clear()` ends it.
        """
        self._world.faults.add(service, kind, {"wrong_answer": how}, nth=nth, times=times)

    def remove_limits(self) -> None:
        """Lifts every limit, so that tests need not wait."""
        for limit in self.limits.values():
            limit.requests = None

    def knows_track(self, spotify_id: str) -> bool:
        """Returns whether ReccoBeats has the track with this Spotify id."""
        return spotify_id in self._world.spotify.catalogue and is_known(spotify_id)

    def artist(self, spotify_id: str) -> KnownArtist:
        """Returns an artist. Raises KeyError for one who is not in Spotify's catalogue."""
        return artists.by_spotify_id()[spotify_id]
