"""Credits of the sources, shown with a link beside their genres or audio features, as their terms ask.

https://musicbrainz.org/doc/About/Data_License https://www.last.fm/api/tos
Spotify is named on every page anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from enrichment.pipeline import LANES


@dataclass(frozen=True, slots=True)
class Credit:
    """A name, its link, and `words` that follow the name."""

    name: str
    address: str
    words: str = ""


# MusicBrainz's data of this kind may only be used with its licence named; Last.fm wants the words "powered by
# AudioScrobbler". ListenBrainz gives the tags of artists that MusicBrainz has identified.
CREDITS = {
    "spotify": (),
    "reccobeats": (Credit("ReccoBeats", "https://reccobeats.com/"),),
    "musicbrainz": (
        Credit("MusicBrainz", "https://musicbrainz.org/", "(CC BY-NC-SA 3.0)"),
        Credit("ListenBrainz", "https://listenbrainz.org/"),
    ),
    "lastfm": (Credit("Last.fm", "https://www.last.fm/", "(powered by AudioScrobbler)"),),
}


def credits_of(lane: str) -> list[Credit]:
    """Returns the credits of the chosen sources of a lane ("features" or "genres"), in their order."""
    return [credit for source in LANES[lane].sources() for credit in CREDITS[source.name]]
