"""Missing tracks in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from library.access import state_of
from library.missing_saves import count_held_among_newest, held_saves, kept_saves
from library.models import SavedTrack
from sheets.models import LinkedSheet
from syncer.removals import LOOKS
from website.presenters import format_count, format_moment

# A page of names that a phone still scrolls through.
NAMES_SHOWN = 100
# Enough to recognise what it is about before it goes.
NAMES_CONFIRMED = 5


class MissingTrackPresenter:
    """A track that Spotify does not list any more: its name, when it was saved, and since when it is missing.

    `href` leads to its page in the library, with cover and link; "" where Spotify names no track.
    """

    def __init__(self, save: SavedTrack) -> None:
        self.name = save.track.full_name if save.track else _("a track that Spotify does not name")
        self.href = reverse("library-track", args=[save.track_id]) if save.track_id else ""
        self.saved = format_moment(save.added_at)
        self.since = format_moment(save.missing_since) if save.missing_since else ""


class TrackListPresenter:
    """One page of a list of tracks. `anchor` is the name of its section, and of the page's number in the address."""

    def __init__(self, saves: QuerySet[SavedTrack], anchor: str, number: str) -> None:
        pages = Paginator(saves, NAMES_SHOWN)
        self.count = pages.count
        self.anchor = anchor
        # A number that there is not shows the nearest page: the list may have become shorter meanwhile.
        self.page: Page[SavedTrack] = pages.get_page(number)
        self.tracks = [MissingTrackPresenter(save) for save in self.page]

    @property
    def is_cut(self) -> bool:
        return self.page.has_other_pages()


@dataclass(frozen=True, slots=True)
class MissingPresenter:
    """The tracks that wait for an answer, and those that the person keeps.

    `since` is the moment at which the first of them went missing; `in_sheet` says how many are meant for the sheet.
    """

    held: TrackListPresenter
    kept: TrackListPresenter
    since: str
    looks_left: int
    in_sheet: str

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


@dataclass(frozen=True, slots=True)
class RemovalPresenter:
    """What the page says that asks before missing tracks go. `names` are the first of `count`."""

    count: int
    names: list[str]
    keeps_rows: bool
    has_changed: bool = False

    @property
    def headline(self) -> str:
        text = ngettext("Remove %(count)s track?", "Remove %(count)s tracks?", self.count)
        return text % {"count": format_count(self.count)}

    @property
    def more(self) -> int:
        return self.count - len(self.names)


def present_missing(user: User, held_page: str, kept_page: str) -> MissingPresenter:
    """Returns the missing tracks that a person can decide about, as far as these pages of the two lists show them."""
    state = state_of(user)
    held = TrackListPresenter(held_saves(user), "held", held_page)
    return MissingPresenter(
        held,
        TrackListPresenter(kept_saves(user), "kept", kept_page),
        format_moment(state.held_since) if state.held_since else "",
        LOOKS - state.held_looks,
        _describe_place(user, held.count),
    )


def present_removal(user: User, saves: QuerySet[SavedTrack], seen: str | None) -> RemovalPresenter:
    """Returns the question about these saves; `seen` is the number that the person has answered it for."""
    count = saves.count()
    return RemovalPresenter(
        count,
        [MissingTrackPresenter(save).name for save in saves[:NAMES_CONFIRMED]],
        LinkedSheet.objects.filter(user=user, keep_removed=True).exists(),
        has_changed=seen is not None and seen != str(count),
    )


def describe_held(count: int) -> str:
    """Returns how many tracks wait for an answer; "" for none."""
    if not count:
        return ""
    text = ngettext("%(count)s track is missing at Spotify", "%(count)s tracks are missing at Spotify", count)
    return text % {"count": format_count(count)}


def _describe_place(user: User, held: int) -> str:
    """Returns how many of the held tracks are meant for the sheet; "" where all of them are, or there is no sheet."""
    sheet = LinkedSheet.objects.filter(user=user, scope=LinkedSheet.Scope.RECENT).first() if held else None
    if sheet is None:
        return ""
    count = count_held_among_newest(user, sheet.recent_count)
    if count == held:
        return ""
    values = {"count": format_count(count), "limit": format_count(sheet.recent_count)}
    if not count:
        return _("None of them is among the %(limit)s most recent, which your sheet is set to show.") % values
    text = ngettext(
        "%(count)s of them is among the %(limit)s most recent, which your sheet is set to show.",
        "%(count)s of them are among the %(limit)s most recent, which your sheet is set to show.",
        count,
    )
    return text % values
