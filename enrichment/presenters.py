"""What people and operators read about the sources: which are used, which are blocked, until when and why."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrichment import availability
from enrichment.pipeline import LANES
from library.models import Artist, ArtistKnowledge, Features, Track
from providers.source import SourceFailure

LANE_LABELS = {"features": gettext_lazy("audio features"), "genres": gettext_lazy("genres")}
LANE_SETTINGS = {"features": "FEATURE_SOURCES", "genres": "GENRE_SOURCES"}


def describe_sources(now: datetime | None = None) -> list[tuple[str, str]]:
    """Returns the lane and a sentence for each source that is switched on. One query a lane."""
    at = now or timezone.now()
    return [(lane, sentence) for lane in LANES for sentence, _ready in _describe_lane(lane, at)]


def describe_state(state_name: str, now: datetime | None = None) -> str:
    """Returns a sentence on the source whose row of SourceState has this name. One query."""
    at = now or timezone.now()
    for lane in LANES.values():
        for source in lane.sources():
            if source.state_name == state_name:
                return _describe(source.title, availability.get_availability(source, at))
    return _("It is switched off here, so it is not asked.")


def describe_missing_values(lane: str, now: datetime | None = None) -> list[str]:
    """Returns why values of a lane ("features" or "genres") may be missing, beside that no source knows everything.

    Empty while a source is ready. One query.
    """
    described = _describe_lane(lane, now or timezone.now())
    if not described:
        return [
            _(
                "No source of %(values)s is switched on here, so they stay unknown."
                " The operator can name some in %(setting)s."
            )
            % {"values": LANE_LABELS[lane], "setting": LANE_SETTINGS[lane]}
        ]
    # A ready source can still bring the values: they are not missing for the sake of the blocked ones.
    if any(ready for _sentence, ready in described):
        return []
    return [sentence for sentence, _ready in described]


def describe_progress() -> str:
    """Returns how much of the catalogue is known, in one line. Four counts."""
    return _(
        "%(features)d of %(tracks)d tracks have features, %(genres)d of %(artists)d artists have genres"
    ) % {
        "features": Features.objects.filter(known=True).count(),
        "tracks": Track.objects.filter(is_local=False).count(),
        "genres": ArtistKnowledge.objects.filter(known=True).count(),
        "artists": Artist.objects.count(),
    }


def _describe_lane(lane: str, now: datetime) -> list[tuple[str, bool]]:
    """Returns a sentence for each source of a lane, and whether it is ready."""
    sources = LANES[lane].sources()
    states = availability.get_availabilities(sources, now)
    pairs = [(source.title, states[source.state_name]) for source in sources]
    return [(_describe(title, state), state.is_ready) for title, state in pairs]


def _describe(title: str, state: availability.Availability) -> str:
    if state.until is None:
        return _("%(source)s is being asked.") % {"source": title}
    values = {"source": title, "when": f"{state.until:%Y-%m-%d %H:%M} UTC"}
    if not state.failure:
        return _("%(source)s has been asked as often as one day allows; it goes on at %(when)s.") % values
    failure = SourceFailure(state.failure).label
    return _("%(source)s %(failure)s; it is asked again at %(when)s.") % (values | {"failure": failure})
