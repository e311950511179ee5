"""What people and operators read about the sources: who is asked, who rests and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from enrichment import availability as states
from enrichment.pipeline import LANES
from providers.source import SourceFailure

WHAT = {"features": "audio features", "genres": "genres"}
SETTING = {"features": "FEATURE_SOURCES", "genres": "GENRE_SOURCES"}
TITLES = {
    "spotify": "Spotify",
    "reccobeats": "ReccoBeats",
    "musicbrainz": "MusicBrainz",
    "lastfm": "Last.fm",
}


@dataclass(frozen=True, slots=True)
class Told:
    """`lane`: "features" or "genres". `ready`: it may be asked now."""

    lane: str
    source: str
    ready: bool
    sentence: str


def sources_told(now: datetime | None = None) -> list[Told]:
    """Each source that is switched on, with how it fares. One query a lane."""
    return [told for lane in LANES for told in _told(lane, now or timezone.now())]


def state_told(state: str, now: datetime | None = None) -> str:
    """How the source fares whose row of SourceState has this name. One query."""
    for lane in LANES.values():
        for source in lane.sources():
            if source.state_name == state:
                return _sentence(TITLES[source.name], states.standing(source, now or timezone.now()))
    return "It is switched off here, so it is not asked."


def _told(lane: str, now: datetime) -> list[Told]:
    sources = LANES[lane].sources()
    found = states.standings(sources, now)
    pairs = [(source.name, found[source.state_name]) for source in sources]
    return [Told(lane, name, at.ready, _sentence(TITLES[name], at)) for name, at in pairs]


def why_unknown(lane: str, now: datetime | None = None) -> list[str]:
    """Why values of a lane ("features" or "genres") may be missing, beside that no source knows everything. One query."""
    found = _told(lane, now or timezone.now())
    if not found:
        return [
            f"No source of {WHAT[lane]} is switched on here, so they stay unknown."
            f" The operator can name some in {SETTING[lane]}."
        ]
    if any(told.ready for told in found):
        return []
    return [told.sentence for told in found]


def _sentence(title: str, at: states.Availability) -> str:
    if at.until is None:
        return f"{title} is being asked."
    when = f"{at.until:%Y-%m-%d %H:%M} UTC"
    if not at.trouble:
        return f"{title} has been asked as often as one day allows; it goes on at {when}."
    what = SourceFailure(at.trouble).label
    return f"{title} {what}; it is asked again at {when}."
