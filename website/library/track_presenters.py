"""A track's page: its history, what is known of it, and where it stands in the person's sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from enrichment.source_registry import FEATURES as FEATURE_SOURCES
from enrichment.source_registry import GENRES as GENRE_SOURCES
from library.access import saves_of_track
from library.listed_tracks import ListedTrack, list_tracks
from library.models import ArtistKnowledge, Features, SavedTrack
from library.rules.explanation import Explanation, explain_each
from library.rules.presenters import RANGE_LABELS
from library.track_knowledge import track_knowledge
from sheets.access import smart_sheets_of
from sheets.membership import is_in_smart_sheet, saves_in_sheet
from sheets.models import LinkedSheet, SmartTab
from website.library.forms import FEATURES
from website.library.presenters import (
    format_feature,
    format_length,
    format_release,
)
from website.presenters import format_local_day
from website.smart.presenters import ResultPresenter, get_rules

EXPLICIT = {True: gettext_lazy("Yes"), False: gettext_lazy("No")}
MISSING: dict[str, str | Promise] = {
    SavedTrack.Missing.UNCONFIRMED: gettext_lazy("Not listed by Spotify; the next sync asks once more"),
    SavedTrack.Missing.SAVED: gettext_lazy("Not listed by Spotify, which says that it is saved all the same"),
    SavedTrack.Missing.HELD: gettext_lazy("Not listed by Spotify; waits for your answer"),
    SavedTrack.Missing.ACCEPTED: gettext_lazy("Not listed by Spotify; goes with the next sync, as you said"),
    SavedTrack.Missing.KEPT: gettext_lazy("Not listed by Spotify; stays, as you said"),
}


class Moment(NamedTuple):
    """Something that happened to the track in this library. `kind` is a class of the list's line."""

    at: datetime
    kind: str
    words: str

    @property
    def day(self) -> str:
        return format_local_day(self.at)

    @property
    def time(self) -> str:
        return time_format(timezone.localtime(self.at), "H:i")


class Fact(NamedTuple):
    """A line about the track."""

    label: str
    value: str


class GenreLine(NamedTuple):
    """An artist's genres, "" where none is known, and where they come from or why they are not known."""

    artist: str
    genres: str
    note: str


@dataclass(frozen=True, slots=True)
class SmartSheetLine:
    """Whether the track is in a smart sheet, with each condition's part in it."""

    sheet: SmartTab
    limit: int | None
    match: str
    fits: bool
    is_in: bool
    results: list[ResultPresenter]


@dataclass(frozen=True, slots=True)
class TrackPresenter:
    """`track` is the newest save. `in_sheet` is None without a sheet, `smart_sheets` are empty of a removed track."""

    track: ListedTrack
    history: list[Moment]
    facts: list[Fact]
    features: list[Fact]
    features_note: str
    genres: list[GenreLine]
    in_sheet: bool | None
    recent_count: int | None
    smart_sheets: list[SmartSheetLine]

    @property
    def is_saved(self) -> bool:
        return self.track.removed_at is None

    @property
    def why_not_in_sheet(self) -> str:
        """Why a track that is saved has no row in the sheet."""
        if not self.is_saved:
            return _("Only tracks that are saved now have a row.")
        return _("It is not among the %(count)s most recent, which your sheet shows.") % {
            "count": self.recent_count
        }


def present_track(user: User, track_id: int) -> TrackPresenter:
    """Raises `Http404` for a track that the person never saved. A query for each smart sheet with a limit, and ten."""
    saves = list(saves_of_track(user, track_id).select_related("track__album", "track__features"))
    newest = max(saves, key=lambda save: (save.removed_at is None, save.added_at, save.pk))
    (track,) = list_tracks(SavedTrack.objects.filter(pk=newest.pk))
    knowledge = track_knowledge(track_id)
    sheet = LinkedSheet.objects.filter(user=user).first()
    is_local = track.spotify_id is None
    return TrackPresenter(
        track,
        sorted(_history(saves), reverse=True),
        list(_facts(track)),
        [
            Fact(str(RANGE_LABELS[name]), format_feature(name, value))
            for name in FEATURES
            if (value := getattr(knowledge.features, name, None)) is not None
        ],
        _describe_features(knowledge.features, is_local=is_local),
        [
            GenreLine(one.artist, ", ".join(one.genres), _describe_genres(one.knowledge, is_local=is_local))
            for one in knowledge.artists
        ],
        _is_in_sheet(sheet, newest),
        sheet.recent_count if sheet and sheet.scope == LinkedSheet.Scope.RECENT else None,
        _smart_sheets(user, newest) if newest.removed_at is None else [],
    )


def _history(saves: list[SavedTrack]) -> Iterator[Moment]:
    for number, save in enumerate(saves):
        yield Moment(save.added_at, "saved", _("Saved again") if number else _("Saved"))
        if save.missing_since and not save.removed_at:
            yield Moment(save.missing_since, "missing", str(MISSING[save.missing]))
        # A newer save in its place is told as that one alone.
        if save.removed_at and not any(other.added_at == save.removed_at for other in saves):
            yield Moment(save.removed_at, "removed", _("Removed"))


def _facts(track: ListedTrack) -> Iterator[Fact]:
    unknown = _("not known")
    yield Fact(_("Album"), track.album or unknown)
    yield Fact(_("Released"), format_release(track.release_date) or unknown)
    yield Fact(_("Length"), format_length(track.duration_ms) if track.duration_ms else unknown)
    yield Fact(_("Explicit"), unknown if track.explicit is None else str(EXPLICIT[track.explicit]))
    yield Fact(_("ISRC"), track.isrc or unknown)


def _describe_features(features: Features | None, *, is_local: bool) -> str:
    if is_local:
        return _("Not known: no source is asked about local files.")
    if features is None:
        return _("Not known yet: they have not been looked up so far.")
    day = format_local_day(features.fetched_at)
    if not features.known:
        return _("Not known yet: no source had them on %(day)s. They are looked up again.") % {"day": day}
    return _("From %(source)s, looked up on %(day)s.") % {
        "source": _title(features.source, "features"),
        "day": day,
    }


def _describe_genres(knowledge: ArtistKnowledge | None, *, is_local: bool) -> str:
    if is_local:
        return _("not known: no source is asked about local files")
    if knowledge is None:
        return _("not known yet: they have not been looked up so far")
    day = format_local_day(knowledge.fetched_at)
    if not knowledge.known:
        return _("not known yet: no source had them on %(day)s") % {"day": day}
    return _("from %(source)s, looked up on %(day)s") % {
        "source": _title(knowledge.source, "genres"),
        "day": day,
    }


def _title(source: str, lane: str) -> str:
    known = FEATURE_SOURCES.get(source) if lane == "features" else GENRE_SOURCES.get(source)
    return known.title if known else source


def _is_in_sheet(sheet: LinkedSheet | None, save: SavedTrack) -> bool | None:
    if sheet is None:
        return None
    rows = saves_in_sheet(sheet).values("pk")
    return save.removed_at is None and SavedTrack.objects.filter(pk=save.pk, pk__in=rows).exists()


def _smart_sheets(user: User, save: SavedTrack) -> list[SmartSheetLine]:
    tabs = [(tab, get_rules(tab)) for tab in smart_sheets_of(user)]
    explanations = explain_each(user, save, [rules for _tab, rules in tabs])
    return [
        SmartSheetLine(
            tab,
            rules.limit,
            rules.match,
            explanation.fits,
            explanation.fits and is_in_smart_sheet(user, rules, save.track_id or 0),
            _results(explanation),
        )
        for (tab, rules), explanation in zip(tabs, explanations, strict=True)
    ]


def _results(explanation: Explanation) -> list[ResultPresenter]:
    return [ResultPresenter(result) for result in explanation.results]
