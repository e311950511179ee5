"""Smart sheets, their rules and what they match, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from enrichment.presenters import describe_missing_values
from library.coverage import Coverage, coverage
from library.listed_tracks import ListedTrack, list_tracks
from library.models import SavedTrack
from library.problems import InvalidRules
from library.rules.conditions import Order, Rules
from library.rules.counts import count_each, count_matching
from library.rules.explanation import ConditionResult
from library.rules.matching import matching
from library.rules.presenters import (
    describe_condition,
    describe_day,
    describe_order,
    describe_result,
    format_value,
)
from library.rules.presets import PRESETS
from library.rules.preview import PREVIEW_ROWS
from library.rules.serialization import rules_from_json
from problems.kinds import Problem
from sheets.models import LinkedSheet, SmartTab
from sheets.receipt import TabReceipt
from sheets.statistics_tabs import StatisticsTabOffer
from sheets.tabs.base import ManagedRow
from sheets.tabs.deletion import TabContent, find_content
from syncer.access import runs_of
from syncer.models import SyncRun
from website.presenters import format_count, format_moment
from website.problems.presenters import ProblemPresenter, present_request_problem, present_tab_problem
from website.runs.presenters import RunPresenter, TabPresenter
from website.track_rows import TrackRow

MAX_NAMED = 5
"""Columns and charts that are named before a tab goes; the others are counted."""
COLUMN_LENGTH, CHART_LENGTH = 30, 60
"""Of their titles, which may be as long as a cell may be."""
MAX_CHOSEN_FROM = 8
"""Tracks of a sheet that its page of explanations offers before anything was searched for."""
NUMBERED = "%(name)s %(number)s"
# What `library.rules.presets` holds: its name, and a sentence.
PRESET_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "Workout": (
        gettext_lazy("Workout"),
        gettext_lazy("Fast, lively and easy to dance to. The 100 fastest."),
    ),
    "Chill": (
        gettext_lazy("Chill"),
        gettext_lazy("Slow, calm and rather acoustic. The 100 calmest."),
    ),
    "Calm nineties": (
        gettext_lazy("Calm nineties"),
        gettext_lazy("Released from 1990 to 1999, with little energy. The calmest come first."),
    ),
    "Clean party": (
        gettext_lazy("Clean party"),
        gettext_lazy("Made for dancing, and nothing explicit. The 100 most danceable."),
    ),
    "The past year": (
        gettext_lazy("The past year"),
        gettext_lazy("All that you saved in the last 365 days. It moves along with the calendar."),
    ),
}


@dataclass(frozen=True, slots=True)
class PresetPresenter:
    """A template of a smart sheet as a card: `tracks` of the library fit it today."""

    key: str
    name: str
    words: str
    tracks: int


def present_presets(user: User) -> list[PresetPresenter]:
    """Returns every preset. One query for the counts of all of them."""
    counts = count_each(user, PRESETS)
    return [
        PresetPresenter(key, str(name), str(words), counts[key])
        for key, (name, words) in PRESET_WORDS.items()
    ]


def name_for_preset(key: str, taken: Collection[str]) -> str:
    """Returns the name of a sheet made from a preset, with a number where the person has a sheet of that name."""
    name = str(PRESET_WORDS[key][0])
    names = {one.casefold() for one in taken}
    numbered = (NUMBERED % {"name": name, "number": number} for number in range(2, len(names) + 3))
    return next(one for one in (name, *numbered) if one.casefold() not in names)


@dataclass(frozen=True)
class ResultPresenter:
    """One line of the page that says why a track is in a smart sheet, or is not."""

    result: ConditionResult

    @property
    def sign(self) -> str:
        """A class of the badge, and what the line is told apart by beside its word."""
        return {True: "done", False: "failed", None: "waiting"}[self.result.holds]

    @property
    def mark(self) -> str:
        return {True: "✓", False: "✕", None: "?"}[self.result.holds]

    @property
    def verdict(self) -> str:
        return {True: _("Fits"), False: _("Does not fit"), None: _("Not known")}[self.result.holds]

    @property
    def condition(self) -> str:
        return describe_condition(self.result.condition)

    @property
    def reason(self) -> str:
        return describe_result(self.result)


@dataclass(frozen=True, slots=True)
class CoveragePresenter:
    """How much the sources know of a library. `reasons` say why not more; none where no source is at fault."""

    counts: Coverage
    reasons: list[str]


def present_coverage(user: User) -> CoveragePresenter:
    """Returns the coverage of a library, and the reasons for what is missing. At most five queries."""
    counts = coverage(user)
    missing = {"features": counts.tracks - counts.with_features, "genres": counts.tracks - counts.with_genres}
    # Where everything is known, a source that is blocked is no concern of the person's.
    reasons = [text for lane, count in missing.items() if count for text in describe_missing_values(lane)]
    return CoveragePresenter(counts, reasons)


@dataclass(frozen=True, slots=True)
class PreviewPresenter:
    """What rules would put into a sheet: `matching` of all the `tracks` that are saved fit, `rows` are the first."""

    matching: int
    tracks: int
    limit: int | None
    order: str
    rows: list[TrackRow]

    @property
    def is_cut(self) -> bool:
        """Whether more tracks fit than the sheet takes."""
        return self.limit is not None and self.matching > self.limit


def present_preview(user: User, rules: Rules) -> PreviewPresenter:
    """Returns the preview of rules. Five queries, however large the library is."""
    # Ids of all that fit, and no count beside the first: what genres a track has is then looked up once.
    ids = list(matching(user, replace(rules, limit=None)).values_list("pk", flat=True))
    shown = ids[: min(PREVIEW_ROWS, rules.limit or PREVIEW_ROWS)]
    return PreviewPresenter(
        len(ids),
        count_matching(user, Rules()),
        rules.limit,
        describe_order(rules.order),
        [TrackRow.of(track, side=_sorted_by(track, rules.order)) for track in _in_order_of(shown)],
    )


def _in_order_of(ids: Sequence[int]) -> list[ListedTrack]:
    """Returns the saves with these ids, in their order. Three queries."""
    tracks = {track.save_id: track for track in list_tracks(SavedTrack.objects.filter(pk__in=ids))}
    return [tracks[pk] for pk in ids if pk in tracks]


def first_tracks(user: User, rules: Rules, most: int) -> list[ListedTrack]:
    """Returns the first tracks of a sheet with these rules. Four queries."""
    # In two steps: the database sorts all that fit, which takes several times as long with all that is shown of them.
    first = matching(user, replace(rules, limit=min(most, rules.limit or most)))
    return _in_order_of(list(first.values_list("pk", flat=True)))


def present_choice(sheet: SmartTab, track: ListedTrack) -> TrackRow:
    """Returns the row of a track that leads to why it is in a smart sheet, or is not."""
    return replace(TrackRow.of(track), href=reverse("smart-why", args=[sheet.pk, track.save_id]))


def _sorted_by(track: ListedTrack, order: Order) -> str:
    match order.by:
        case "release_date":
            return track.release_date[:4]
        case "saved" | "artist" | "track":
            return describe_day(timezone.localtime(track.added_at).date())
        case name:
            value = getattr(track, name)
            return "" if value is None else format_value(name, value)


def get_rules(sheet: SmartTab) -> Rules:
    """Returns the rules of a smart sheet; empty ones where a newer version of the site wrote them."""
    try:
        return rules_from_json(sheet.rules)
    except InvalidRules:
        # An empty form can be filled in again; an error page could not be left.
        return Rules()


@dataclass(frozen=True)
class SmartSheetPresenter:
    """A smart sheet as the list shows it. `problem` is why the last sync did not write its tab."""

    sheet: SmartTab
    problem: ProblemPresenter | None = None

    @cached_property
    def rules(self) -> Rules:
        return get_rules(self.sheet)

    @property
    def conditions(self) -> list[str]:
        return [describe_condition(condition) for condition in self.rules.conditions]

    @property
    def order(self) -> str:
        """In which order and how many: “Calmest first”, “At most 100 tracks, calmest first”."""
        order = describe_order(self.rules.order)
        if not self.rules.limit:
            return order[0].upper() + order[1:]
        text = ngettext(
            "At most %(count)s track, %(order)s", "At most %(count)s tracks, %(order)s", self.rules.limit
        )
        return text % {"count": format_count(self.rules.limit), "order": order}

    @property
    def is_written(self) -> bool:
        return self.written != "" and not self.sheet.deleted_by_user

    @property
    def written(self) -> str:
        """When its tab was last written, "" before the first time."""
        return format_moment(self.sheet.confirmed_at) if self.sheet.confirmed_at else ""

    @property
    def rows(self) -> int | None:
        receipt = self.sheet.confirmed_receipt
        return TabReceipt.from_json(receipt).rows if receipt else None


def tabs_with_problems(user: User, sheet: LinkedSheet | None) -> dict[str, TabPresenter]:
    """Returns the tabs that the last sync of the sheet did not write as they should be, by their names. One query."""
    if sheet is None:
        return {}
    # Of the sheet that is linked now: what an earlier one had is no concern any more.
    run = runs_of(user).filter(state=SyncRun.State.DONE, created_at__gte=sheet.linked_at).first()
    return {tab.name: tab for tab in RunPresenter(run).receipt.tabs if tab.problem} if run else {}


def present_smart_sheet(sheet: SmartTab, problems: Mapping[str, TabPresenter]) -> SmartSheetPresenter:
    """Returns a smart sheet with its problem, of `tabs_with_problems`."""
    removal = reverse("smart-remove", args=[sheet.pk])
    return SmartSheetPresenter(sheet, _problem_of(problems.get(sheet.name), f"smart-{sheet.pk}", removal))


@dataclass(frozen=True, slots=True)
class TabOfferPresenter:
    """A tab by month that is there or can be added."""

    offer: StatisticsTabOffer
    problem: ProblemPresenter | None


def present_offer(offer: StatisticsTabOffer, problems: Mapping[str, TabPresenter]) -> TabOfferPresenter:
    """Returns a tab by month with its problem, of `tabs_with_problems`."""
    found = problems.get(offer.name) if offer.tab and not offer.tab.deleted_by_user else None
    removal = reverse("optional-tab-remove", args=[offer.kind])
    return TabOfferPresenter(offer, _problem_of(found, offer.kind, removal))


def _problem_of(tab: TabPresenter | None, about: str, removal: str) -> ProblemPresenter | None:
    if tab is None:
        return None
    return present_tab_problem(tab.problem, tab.remedies, about=about, removal=removal)


@dataclass(frozen=True, slots=True)
class TabRemovalPresenter:
    """Asks what becomes of a tab. `content` is what of the person's is in it, or `problem` kept Google from saying so.

    Neither where the spreadsheet has no such tab: nothing was asked then.
    """

    name: str
    content: TabContent | None = None
    problem: ProblemPresenter | None = None

    @property
    def lead(self) -> str:
        if self.problem is not None:
            return _("We could not look into its tab this time, so we cannot say what of yours is in it.")
        if self.content is None:
            return ""
        if self.content.is_empty:
            return _("We have just looked: its tab holds only what this site wrote, and nothing of yours.")
        return _("We have just looked: its tab also holds something that this site did not write.")

    @property
    def cells(self) -> str:
        return self._count(
            ngettext("%(count)s cell", "%(count)s cells", self._found.cells), self._found.cells
        )

    @property
    def columns_label(self) -> str:
        return ngettext("In column", "In columns", len(self._found.columns))

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The letters and the title of the first columns."""
        return [(one.letters, _shorten(one.title, COLUMN_LENGTH)) for one in self._found.columns[:MAX_NAMED]]

    @property
    def more_columns(self) -> str:
        more = len(self._found.columns) - MAX_NAMED
        return self._count(ngettext("and %(count)s more column", "and %(count)s more columns", more), more)

    @property
    def notes(self) -> str:
        return self._count(
            ngettext("%(count)s note", "%(count)s notes", self._found.notes), self._found.notes
        )

    @property
    def comments(self) -> str:
        count = self._found.comments
        return self._count(ngettext("%(count)s comment", "%(count)s comments", count), count)

    @property
    def charts_label(self) -> str:
        count = len(self._found.charts)
        return self._count(ngettext("%(count)s chart", "%(count)s charts", count), count)

    @property
    def charts(self) -> list[str]:
        return [
            _shorten(title, CHART_LENGTH) or _("A chart without a title")
            for title in self._found.charts[:MAX_NAMED]
        ]

    @property
    def more_charts(self) -> str:
        more = len(self._found.charts) - MAX_NAMED
        return self._count(ngettext("and %(count)s more chart", "and %(count)s more charts", more), more)

    @property
    def deletion(self) -> str:
        """What goes with the tab."""
        if self.content is not None and self.content.is_empty:
            return _("With everything in it.")
        return _("With everything in it, including your own columns, charts and notes.")

    @property
    def _found(self) -> TabContent:
        return self.content or TabContent()

    def _count(self, text: str, count: int) -> str:
        """Returns the text with the count, "" where there is nothing to count."""
        return text % {"count": format_count(count)} if count > 0 else ""


def present_tab_removal(user: User, tab: ManagedRow, page: str) -> TabRemovalPresenter:
    """Returns what to ask before the tab goes. Google is asked once, where the linked spreadsheet has the tab.

    `page` is the address at which it is asked.
    """
    try:
        return TabRemovalPresenter(str(tab), find_content(LinkedSheet.objects.filter(user=user).first(), tab))
    except Problem as problem:
        shown = present_request_problem(problem, page, again=_("Look again"))
        return TabRemovalPresenter(str(tab), problem=shown)


def _shorten(text: str, length: int) -> str:
    return Truncator(text.strip()).chars(length)
