"""The library in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from library.listed_tracks import ListedTrack, TrackPage, first_page, track_page
from library.rules.conditions import FeatureName
from library.rules.presenters import RANGE_LABELS
from library.search import Sorting, TrackSearch, find_saves
from website.library.cursors import decode_place, encode_place
from website.library.forms import CHOICES, ENDS, FEATURES, LibraryForm
from website.presenters import format_count, format_day, format_local_day
from website.track_rows import TrackRow

ROWS_SHOWN = 50
GENRES_NAMED = 3


class Chip(NamedTuple):
    """A filter that is active; `href` is the same page without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class LibraryPresenter:
    """A page of the library. `query` is what its address says, for the links to its files.

    `is_empty`: the person has no track at all, whatever is looked for.
    """

    form: LibraryForm
    rows: list[TrackRow]
    count: str
    chips: list[Chip]
    query: str
    next_page: str = ""
    first_page: str = ""
    is_empty: bool = False

    @property
    def address(self) -> str:
        return _address(self.form.given)

    @property
    def day(self) -> date | None:
        """Of which day the library is shown; None for today."""
        return self.form.cleaned_data.get("as_of") if self.form.is_valid() else None

    @property
    def title(self) -> str:
        if self.day:
            return _("My library on %(day)s") % {"day": format_day(self.day)}
        return _("Removed tracks") if self.shows_removed_only else _("Library")

    @property
    def shows_removed_only(self) -> bool:
        return self.form.given.get("removed") == "only" and not self.day

    @property
    def tab(self) -> str:
        """Which of the tabs above the page it stands for."""
        if self.day:
            return ""
        return "removed" if self.shows_removed_only else "tracks"

    @property
    def today(self) -> str:
        """The address of the same page today."""
        return _address(_without(self.form.given, "as_of", "removed"))

    @property
    def clear(self) -> str:
        return _address({name: text for name, text in self.form.given.items() if name == "sort"})


def present_library(user: User, form: LibraryForm, cursor: str) -> LibraryPresenter:
    """Returns the page that begins at the cursor. Its queries are a constant number, however large the library is."""
    if not form.is_valid():
        return LibraryPresenter(form, [], "", [], "")
    asked, given = form.as_filter(), form.given
    saves = asked.find(user)
    narrowed = bool(_without(given, "sort"))
    place = decode_place(cursor, asked.sorting)
    if narrowed and place is None:
        page, count = first_page(saves, asked.sorting, ROWS_SHOWN)
    else:
        page, count = track_page(saves, asked.sorting, place, ROWS_SHOWN), saves.count()
    total = find_saves(user, TrackSearch()).count() if narrowed else count
    return LibraryPresenter(
        form,
        present_rows(page, asked.sorting, copies=given.get("removed") == "only"),
        _describe_count(count, None if asked.search.as_of or asked.search.removed else total),
        list(_chips(form)),
        urlencode(given),
        _address(given | {"after": encode_place(page.following)}) if page.following else "",
        _address(given) if cursor else "",
        is_empty=not total and not narrowed,
    )


def present_rows(page: TrackPage, sorting: Sorting, *, copies: bool = False) -> list[TrackRow]:
    """Returns the rows of a page; with `copies` each has a button that copies its link."""
    return [
        TrackRow.of(
            track,
            _describe_interval(track),
            note=_describe_sound(track, sorting),
            row_id=f"save-{track.save_id}" if copies and track.url else "",
        )
        for track in page.tracks
    ]


def format_feature(name: FeatureName, value: float) -> str:
    """Returns “118 BPM”, “35%”, “35 %” in languages that write it so."""
    if name == "tempo":
        return _("%(tempo)s BPM") % {"tempo": number_format(round(value))}
    return _("%(number)s%%") % {"number": number_format(round(value * 100))}


def format_length(duration_ms: int) -> str:
    """Returns “4:31”, “1:02:07”."""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_release(release_date: str) -> str:
    """Returns a release date as precisely as it is known: “1967”, “May 1967”, “26 May 1967”; "" where it is not."""
    parts = [int(part) for part in release_date.split("-") if part.isdecimal()]
    try:
        if len(parts) == 3:
            return format_day(date(parts[0], parts[1], parts[2]))
        if len(parts) == 2:
            return date_format(date(parts[0], parts[1], 1), "YEAR_MONTH_FORMAT")
    except ValueError:
        return ""
    return str(parts[0]) if parts and parts[0] else ""


def _describe_interval(track: ListedTrack) -> str:
    if track.removed_at is None:
        return format_local_day(track.added_at)
    return _("removed %(day)s") % {"day": format_local_day(track.removed_at)}


def _describe_sound(track: ListedTrack, sorting: Sorting) -> str:
    """Returns the tempo and genres as far as they are known, and what the tracks are sorted by."""
    parts = []
    if track.tempo is not None:
        parts.append(format_feature("tempo", track.tempo))
    match sorting.by:
        case "energy" | "danceability" | "acousticness" | "valence" as name:
            value = getattr(track, name)
            if value is not None:
                parts.append(
                    _("%(feature)s %(value)s")
                    % {"feature": RANGE_LABELS[name], "value": format_feature(name, value)}
                )
        case "duration" if track.duration_ms:
            parts.append(format_length(track.duration_ms))
        case "release_date":
            parts.append(format_release(track.release_date))
    parts += track.genres[:GENRES_NAMED]
    return " · ".join(filter(None, parts))


def _describe_count(count: int, total: int | None) -> str:
    """Returns “212 of 1,400 tracks”, without `total` and where both are equal “212 tracks”."""
    values = {"count": format_count(count)}
    if total is None or count == total:
        return ngettext("%(count)s track", "%(count)s tracks", count) % values
    values["total"] = format_count(total)
    return ngettext("%(count)s of %(total)s track", "%(count)s of %(total)s tracks", total) % values


def _chips(form: LibraryForm) -> Iterator[Chip]:
    """Yields what narrows the list, in the order of the form."""
    values, given = form.cleaned_data, form.given

    def chip(label: str, *names: str) -> Chip:
        return Chip(label, _address(_without(given, *names)))

    if values["as_of"]:
        yield chip(_("On %(day)s") % {"day": format_day(values["as_of"])}, "as_of")
    if values["search"]:
        yield chip(_("“%(words)s”") % {"words": values["search"]}, "search")
    if values["genre"]:
        yield chip(values["genre"], "genre")
    for name in FEATURES:
        low, high = (f"{name}_{end}" for end in ENDS)
        if values[low] is not None or values[high] is not None:
            yield chip(_describe_range(name, values[low], values[high]), low, high)
    if values["saved_from"] or values["saved_to"]:
        yield chip(_describe_days(values["saved_from"], values["saved_to"]), "saved_from", "saved_to")
    for choice in CHOICES:
        if values[choice]:
            yield chip(form.describe_choice(choice), choice)


def _describe_range(name: FeatureName, low: float | None, high: float | None) -> str:
    unit = "BPM" if name == "tempo" else "%"
    values = {"label": RANGE_LABELS[name], "unit": unit}
    values |= {"low": _plain_number(low), "high": _plain_number(high)}
    if high is None:
        return _("%(label)s from %(low)s %(unit)s") % values
    if low is None:
        return _("%(label)s up to %(high)s %(unit)s") % values
    return _("%(label)s %(low)s–%(high)s %(unit)s") % values


def _plain_number(value: float | None) -> str:
    if value is None:
        return ""
    return number_format(int(value) if value.is_integer() else value)


def _describe_days(first: date | None, last: date | None) -> str:
    values = {"first": format_day(first) if first else "", "last": format_day(last) if last else ""}
    if last is None:
        return _("Saved from %(first)s") % values
    if first is None:
        return _("Saved up to %(last)s") % values
    return _("Saved from %(first)s to %(last)s") % values


def _without(given: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in given.items() if name not in names}


def _address(given: Mapping[str, str]) -> str:
    query = urlencode(given)
    return f"{reverse('library')}?{query}" if query else reverse("library")
