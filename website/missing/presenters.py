"""Missing tracks in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from library.access import state_of
from library.missing_saves import held_saves, kept_saves
from library.models import SavedTrack
from syncer.removals import LOOKS
from website.presenters import format_moment

# Enough to recognise what it is about.
NAMES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class TrackListPresenter:
    """The first names of `count` tracks."""

    count: int
    names: list[str]

    @property
    def more(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True, slots=True)
class MissingPresenter:
    """The tracks that wait for an answer, and those that the person keeps."""

    held: TrackListPresenter
    kept: TrackListPresenter
    since: str
    looks_left: int

    @property
    def headline(self) -> str:
        if self.held.count:
            return describe_held(self.held.count)
        return _("Tracks that you keep") if self.kept.count else _("No tracks are missing")

    @property
    def outlook(self) -> str:
        """When the held tracks go by themselves."""
        if self.looks_left <= 1:
            return _("If the next daily sync does not find them either, they are removed.")
        return _("If the next %(count)s daily syncs do not find them either, they are removed.") % {
            "count": self.looks_left
        }


def present_missing(user: User) -> MissingPresenter:
    """Returns the missing tracks that a person can decide about."""
    state = state_of(user)
    return MissingPresenter(
        _present_tracks(held_saves(user)),
        _present_tracks(kept_saves(user)),
        format_moment(state.held_since) if state.held_since else "",
        LOOKS - state.held_looks,
    )


def describe_held(count: int) -> str:
    """Returns how many tracks wait for an answer; "" for none."""
    if not count:
        return ""
    text = ngettext("%(count)s track is missing at Spotify", "%(count)s tracks are missing at Spotify", count)
    return text % {"count": f"{count:,}"}


def _present_tracks(saves: QuerySet[SavedTrack]) -> TrackListPresenter:
    return TrackListPresenter(saves.count(), [_name_of(save) for save in saves[:NAMES_SHOWN]])


def _name_of(save: SavedTrack) -> str:
    return save.track.full_name if save.track else _("a track that Spotify does not name")
