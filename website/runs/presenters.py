"""A run and its receipt in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from problems.kinds import REGISTRY, Remedy
from problems.texts import describe, format_time
from providers.spotify.problems import SpotifyPagesLater
from sheets.columns import COLUMNS
from sheets.models import LinkedSheet
from sheets.receipt import ListedCells, SheetReceipt, TabReceipt, TrackWithoutRow
from syncer import schedule
from syncer.access import runs_of
from syncer.clicks import KNOWN_FOR, ClickAnswer
from syncer.models import SyncRun
from syncer.pace import time_left
from syncer.receipt import OddityCount, Receipt, RemovedTrack
from syncer.run_list import page_of_runs
from website.presenters import format_count, format_duration, format_moment, format_time_left
from website.runs.forms import RunFilterForm

State = SyncRun.State
Words = str | Promise

TRIGGERS: dict[str, Words] = {
    SyncRun.Trigger.SCHEDULE: gettext_lazy("your daily schedule"),
    SyncRun.Trigger.PERSON: gettext_lazy("you"),
    SyncRun.Trigger.API: gettext_lazy("you, by API"),
    SyncRun.Trigger.ADMIN: gettext_lazy("an admin"),
    SyncRun.Trigger.COMMAND: gettext_lazy("a command on the server"),
}
OUTCOMES: dict[str, Words] = {
    State.QUEUED: gettext_lazy("Starting"),
    State.RUNNING: gettext_lazy("Syncing"),
    State.WAITING: gettext_lazy("Waiting"),
    State.DONE: gettext_lazy("Done"),
    State.FAILED: gettext_lazy("Stopped"),
}
PHASES: dict[str, Words] = {
    "reading": gettext_lazy("Reading your saved tracks from Spotify"),
    "writing": gettext_lazy("Writing into your sheet"),
}
# The kinds of `syncer.reading.ReadReport`.
READINGS: dict[str, Words] = {
    "recent": gettext_lazy("the most recent tracks"),
    "differences": gettext_lazy("the most recent tracks, and where something had changed"),
    "full": gettext_lazy("all of it"),
    "import": gettext_lazy("all of it, for the first time"),
}
RUNS_A_PAGE = 30
# A page left open overnight must not ask every second for a run that waits until tomorrow.
POLL_SECONDS = {State.QUEUED: 1, State.RUNNING: 1, State.WAITING: 15}

# The codes and fields of `syncer.transform.records.Oddity`.
ODDITIES: dict[str, Words] = {
    "added_date_invalid": gettext_lazy("added date is missing or not a date"),
    "added_date_out_of_range": gettext_lazy("added date is out of this world"),
    "album_missing": gettext_lazy("album is missing"),
    "artist_not_object": gettext_lazy("an artist is not an object"),
    "artists_missing": gettext_lazy("artists are missing"),
    "duration_invalid": gettext_lazy("duration is not a number of milliseconds"),
    "explicit_invalid": gettext_lazy("explicit is neither true nor false"),
    "isrc_too_long": gettext_lazy("ISRC is too long"),
    "item_not_object": gettext_lazy("item is not an object"),
    "item_unreadable": gettext_lazy("Spotify fails on this item; all others are read"),
    "not_text": gettext_lazy("%(field)s is not text"),
    "release_date_invalid": gettext_lazy("release date is not a date"),
    "track_not_object": gettext_lazy("track is not an object"),
    "track_without_identity": gettext_lazy("track has no id and no name"),
    "unstorable_characters": gettext_lazy("%(field)s had characters that cannot be stored"),
}
ODDITY_FIELDS: dict[str, Words] = {
    "album_id": gettext_lazy("album id"),
    "album_name": gettext_lazy("album name"),
    "artist_id": gettext_lazy("artist id"),
    "artist_name": gettext_lazy("artist name"),
    "image_url": gettext_lazy("image address"),
    "isrc": gettext_lazy("ISRC"),
    "release_date": gettext_lazy("release date"),
    "track_id": gettext_lazy("track id"),
    "track_name": gettext_lazy("track name"),
    "track_uri": gettext_lazy("track uri"),
}


@dataclass(frozen=True, slots=True)
class CountPresenter:
    """A number with its label."""

    label: Words
    value: float

    @property
    def text(self) -> str:
        return f"{format_count(self.value)} {self.label}"


@dataclass(frozen=True, slots=True)
class NotePresenter:
    """A line of a receipt."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class LeftOutPresenter:
    """A save that is not in the sheet or in the library any more, and why."""

    track: str
    reason: str


class TabPresenter:
    """A tab besides the main one. `problem` is "" where it is as it should be."""

    def __init__(self, receipt: TabReceipt) -> None:
        self.name = receipt.name or _("A tab")
        self.kept = receipt.kept
        # The receipt of a tab that was not written has no counts: "0 rows" would read as if the tab had been emptied.
        self.rows = [] if receipt.problem_code else [CountPresenter(_("rows"), receipt.rows)]
        self.changes = present_changes(receipt)
        self.problem = _describe_tab_problem(receipt)
        problem = REGISTRY.get(receipt.problem_code)
        # The smart sheets' page has the buttons.
        self.remedies: frozenset[Remedy] = problem.remedies if problem is not None else frozenset()
        self.is_made_again = Remedy.MAKE_TAB_AGAIN in self.remedies


@dataclass(frozen=True)
class ReceiptPresenter:
    """What a run did. None: the run did not get that far; lists have no zeros."""

    receipt: Receipt

    @property
    def sheet(self) -> SheetReceipt:
        return self.receipt.sheet or SheetReceipt()

    @property
    def totals(self) -> list[CountPresenter]:
        """How many saved tracks each side has."""
        receipt = self.receipt
        rows = receipt.sheet.sheet_rows if receipt.sheet else None
        return present_counts(
            {
                _("Spotify says"): receipt.spotify_total,
                _("In your history"): receipt.in_history,
                _("In your sheet"): rows,
            }
        )

    @property
    def changes(self) -> list[CountPresenter] | None:
        """What changed in the library; None for a run that did not read it."""
        receipt = self.receipt
        if receipt.added is None:
            return None
        counts = {
            _("added"): receipt.added,
            _("removed"): receipt.removed,
            _("saved again"): receipt.saved_again,
            _("changed"): receipt.changed,
        }
        return without_zeros(present_counts(counts))

    @property
    def reading(self) -> str:
        """How much of the library was read; "" for a run that did not read it."""
        return str(READINGS.get(self.receipt.read_kind, ""))

    @property
    def missing(self) -> list[str]:
        """What is said of tracks that Spotify does not list any more and that stay for now."""
        receipt = self.receipt
        sentences = {
            _("%(count)s not listed by Spotify: to be confirmed before they go"): receipt.unconfirmed,
            _("%(count)s missing at once: held until you or two more daily syncs decide"): receipt.held,
            _("%(count)s not listed by Spotify any more, kept by you"): receipt.kept_missing,
        }
        texts = [text % {"count": format_count(count)} for text, count in sentences.items() if count]
        if not receipt.came_to_rest:
            texts.append(
                _(
                    "Your library changed, or Spotify's answers differed, while it was read: nothing was removed"
                )
            )
        return texts

    @property
    def came(self) -> list[str]:
        return [*self.receipt.came, *format_rest(self.receipt.came_more)]

    @property
    def went(self) -> list[LeftOutPresenter]:
        """The tracks that were removed, each with the moments that its history has."""
        rest = [LeftOutPresenter(text, "") for text in format_rest(self.receipt.went_more)]
        return [*map(present_removed, self.receipt.went), *rest]

    @property
    def rows(self) -> list[CountPresenter] | None:
        """What changed in the main tab; None for a run that did not write it."""
        return present_changes(self.receipt.sheet) if self.receipt.sheet else None

    @property
    def unchanged(self) -> bool:
        return self.sheet.unchanged

    @property
    def columns(self) -> list[str]:
        # A receipt outlives the columns that it names: another version may have dropped one.
        return [COLUMNS[name].header for name in self.sheet.columns if name in COLUMNS]

    @property
    def scope(self) -> str:
        if self.sheet.sheet_scope == LinkedSheet.Scope.ALL:
            return _("the whole library")
        if self.sheet.sheet_scope == LinkedSheet.Scope.RECENT:
            return _("the %(count)s most recent") % {"count": self.sheet.recent_count}
        return ""

    @property
    def outside_scope(self) -> str:
        """How many tracks are older than what is meant for the sheet; "" for none."""
        count = self.sheet.outside_scope
        if count <= 0:
            return ""
        text = ngettext(
            "%(count)s older stays in your history only", "%(count)s older stay in your history only", count
        )
        return text % {"count": format_count(count)}

    @property
    def notes(self) -> list[NotePresenter]:
        """What is to be known of rows and cells, where there is something."""
        sheet = self.sheet
        cut = ngettext(
            "%(count)s cell longer than Google allows (50,000 characters)",
            "%(count)s cells longer than Google allows (50,000 characters)",
            sheet.truncated,
        )
        notes = (
            (_("Cut short"), cut, sheet.truncated),
            (
                _("Rows of removed tracks"),
                _("%(count)s more in your sheet, as you chose"),
                sheet.removed_rows,
            ),
            (_("Rows of your own"), _("%(count)s, left as they are"), sheet.user_rows),
        )
        return [
            NotePresenter(label, text % {"count": format_count(count)})
            for label, text, count in notes
            if count
        ]

    @property
    def kept_older(self) -> str:
        """The heading of tracks that are too old for the sheet, and stay in it."""
        if self.sheet.sheet_scope == LinkedSheet.Scope.RECENT:
            text = _("Older than your %(count)s most recent, kept because you wrote in or beside them")
            return text % {"count": format_count(self.sheet.recent_count)}
        return _("Older than what is meant for the sheet, kept because you wrote in or beside them")

    @property
    def requests(self) -> list[CountPresenter]:
        requests = self.receipt.requests
        if requests is None:
            return []
        return present_counts(
            {
                _("Spotify"): requests.spotify,
                _("Google (reading)"): requests.google_reads,
                _("Google (writing)"): requests.google_writes,
            }
        )

    @property
    def seconds(self) -> list[CountPresenter]:
        seconds = self.receipt.seconds
        return present_counts({_("reading"): seconds.get("read"), _("writing"): seconds.get("write")})

    @property
    def left_out(self) -> list[LeftOutPresenter]:
        return [present_left_out(item) for item in self.sheet.left_out]

    @property
    def repaired(self) -> list[str]:
        return format_cells(self.sheet.repaired, self.sheet.repaired_more)

    @property
    def returned(self) -> list[str]:
        return [*self.sheet.returned, *format_rest(self.sheet.returned_more)]

    @property
    def unwritable_cells(self) -> list[str]:
        return format_cells(self.sheet.unwritable_cells, self.sheet.unwritable_cells_more)

    @property
    def tabs(self) -> list[TabPresenter]:
        return [TabPresenter(tab) for tab in self.sheet.tabs]

    @property
    def oddities(self) -> list[str]:
        return [text for oddity in self.receipt.oddities if (text := describe_oddity(oddity))]


# Without slots: `cached_property` keeps its value in the instance's `__dict__`.
@dataclass(frozen=True)
class RunPresenter:
    """What templates need of a run; nothing here touches the database.

    `planned` is the next slot of the person's schedule, `left` how long the reading still takes, where that is known.
    """

    run: SyncRun
    planned: datetime | None = None
    left: timedelta | None = None

    @cached_property
    def receipt(self) -> ReceiptPresenter:
        return ReceiptPresenter(Receipt.from_json(self.run.receipt))

    @property
    def problem(self) -> str:
        """Why the run waits or stopped; "" for neither."""
        return describe(self.run.problem_code, self.run.problem_values)

    @property
    def when(self) -> str:
        return format_moment(self.run.created_at)

    @property
    def resumes(self) -> str:
        """When a run that waits continues by itself."""
        if self.run.resume_at is None:
            return ""
        # The schedule wakes it, too, if it waits with the pages behind the first: the new day begins with that one.
        moments = [self.run.resume_at, self.planned] if self.run.reads_pages else [self.run.resume_at]
        return format_moment(min(moment for moment in moments if moment))

    @property
    def waits_for_pages(self) -> bool:
        """Whether the newest tracks are done with, and what waits is the rest of the library."""
        return self.stage == "waiting" and self.run.reads_pages

    @property
    def in_sheet(self) -> str:
        """How much of what the person chose is in the sheet while the rest waits; "" where that is not known."""
        sheet = self.receipt.sheet
        if not self.waits_for_pages or not sheet.sheet_rows:
            return ""
        values = {"rows": format_count(sheet.sheet_rows), "count": format_count(sheet.recent_count)}
        if sheet.sheet_scope != LinkedSheet.Scope.RECENT:
            text = ngettext(
                "%(rows)s track is in your sheet so far, of your whole library.",
                "%(rows)s tracks are in your sheet so far, of your whole library.",
                sheet.sheet_rows,
            )
        elif sheet.sheet_rows < sheet.recent_count:
            text = ngettext(
                "%(rows)s track is in your sheet so far, of the %(count)s most recent.",
                "%(rows)s tracks are in your sheet so far, of the %(count)s most recent.",
                sheet.sheet_rows,
            )
        else:
            text = _("Your %(count)s most recent tracks are in your sheet: all that you chose.")
        return text % values

    @property
    def duration(self) -> str:
        if not (self.run.started_at and self.run.finished_at):
            return ""
        # The clock may have been set back while the run was at work.
        return format_duration(max(self.run.finished_at - self.run.started_at, timedelta()))

    @property
    def trigger(self) -> str:
        return str(TRIGGERS.get(self.run.trigger, ""))

    @property
    def outcome(self) -> str:
        # Both: a track outside the sheet's scope changes the library and leaves the sheet as it was.
        if (
            self.run.state == State.DONE
            and self.receipt.unchanged
            and not self.receipt.changes
            and not self.receipt.missing
        ):
            return _("Nothing new")
        return str(OUTCOMES[self.run.state])

    @property
    def phase(self) -> str:
        return str(PHASES.get(self.run.phase) or _("Starting"))

    @property
    def poll_seconds(self) -> int:
        """How often the page asks again; 0 when the run is over."""
        return POLL_SECONDS.get(State(self.run.state), 0)

    @property
    def stage(self) -> str:
        """What the rest of the page depends on: working, waiting or over."""
        if self.run.state == State.WAITING:
            return "waiting"
        return "working" if self.run.is_active else "over"

    @property
    def counts_tracks(self) -> bool:
        # 0 until Spotify's first page has named the total: there is nothing to draw a bar of.
        return self.run.progress_total > 0

    @property
    def progress(self) -> str:
        """“1,250 of 10,000 tracks, about 2 minutes left”; without the time where it is not known."""
        values = {
            "done": format_count(self.run.progress_done),
            "total": format_count(self.run.progress_total),
        }
        counts = (
            ngettext("%(done)s of %(total)s track", "%(done)s of %(total)s tracks", self.run.progress_total)
            % values
        )
        if self.left is None:
            return counts
        return _("%(counts)s, %(left)s") % {"counts": counts, "left": format_time_left(self.left)}

    @property
    def held(self) -> str:
        """How many tracks this run found missing at once; "" for none."""
        count = self.receipt.receipt.held
        return _("%(count)s missing") % {"count": format_count(count)} if count else ""

    @property
    def is_partly_read(self) -> bool:
        return self.waits_for_pages and 0 < self.run.progress_done < self.run.progress_total


@dataclass(frozen=True, slots=True)
class SyncListPresenter:
    """A page of the list of runs. `newest` and `older` are the queries of other pages, "" for none."""

    form: RunFilterForm
    runs: list[RunPresenter]
    active: RunPresenter | None
    older: str

    @property
    def newest(self) -> str:
        return (self.form.address_of() or "state=") if self.form.behind is not None else ""

    @property
    def is_narrowed(self) -> bool:
        return self.form.is_filtered or self.form.behind is not None

    @property
    def news(self) -> str:
        """What is said when a run comes to another stage."""
        shown = self.active or (self.runs[0] if self.runs else None)
        return f"{shown.when}: {shown.outcome}" if shown else ""


def present_syncs(user: User, form: RunFilterForm) -> SyncListPresenter:
    """Returns a page of the person's runs, in a fixed number of queries."""
    planned = schedule.next_local_time(user)
    page = page_of_runs(user, form.wanted, behind=form.behind, limit=RUNS_A_PAGE)
    active = runs_of(user).filter(state__in=SyncRun.ACTIVE).first()
    return SyncListPresenter(
        form,
        [RunPresenter(run, planned) for run in page.runs],
        present_run(active, planned) if active else None,
        form.address_of(before=page.following) if page.following else "",
    )


def present_run(run: SyncRun, planned: datetime | None) -> RunPresenter:
    """Returns a run with the time that it still takes."""
    return RunPresenter(run, planned, time_left(run))


def describe_start(run: SyncRun, at_once: str) -> str:
    """Returns `at_once` for a sync that starts now, and when it starts for one that has to wait."""
    if run.state != State.WAITING or run.resume_at is None:
        return at_once
    return _("A sync follows by itself, %(moment)s.") % {"moment": format_moment(run.resume_at)}


def describe_click(answer: ClickAnswer, planned: datetime | None) -> str:
    """Returns the answer to a click on “Sync now”; "" where the page shows it: a sync has begun."""
    run = RunPresenter(answer.run, planned)
    if answer.known_since is not None:
        return describe_up_to_date(answer.known_since, rest="" if run.stage == "over" else run.resumes)
    if run.stage == "waiting":
        return _("It cannot be tried sooner: it continues by itself %(moment)s.") % {"moment": run.resumes}
    if not answer.has_waited:
        return ""
    # True also when the run has come to wait again, for the message stays on the page.
    if answer.run.problem_code == SpotifyPagesLater.code:
        text = _(
            "Asked again at %(time)s: what is new comes at once, the rest of your library when its share allows."
        )
    else:
        text = _("Asked again at %(time)s. What has come of it is shown below.")
    return text % {"time": f"{timezone.localtime():%H:%M}"}


def describe_up_to_date(since: datetime, *, rest: str = "") -> str:
    """Returns the answer to a click while nothing can have changed; `rest`: when the rest of the library goes on."""
    values = {
        "time": f"{timezone.localtime(since):%H:%M:%S}",
        "again": format_time(since + KNOWN_FOR),
        "rest": rest,
    }
    if rest:
        return (
            _(
                "Your newest tracks were read at %(time)s, and your sheet has what you chose of them. The rest of your library waits"
                " for its share of what Spotify allows, and continues by itself %(rest)s. For what you save now, press again from"
                " %(again)s."
            )
            % values
        )
    return (
        _(
            "Up to date as of %(time)s: your library was read then, and your sheet holds what you chose of it. For what you"
            " save now, press again from %(again)s."
        )
        % values
    )


def present_counts(counts: Mapping[str, float | None]) -> list[CountPresenter]:
    return [CountPresenter(label, value) for label, value in counts.items() if value is not None]


def without_zeros(counts: Iterable[CountPresenter]) -> list[CountPresenter]:
    return [count for count in counts if count.value]


def present_changes(receipt: SheetReceipt | TabReceipt) -> list[CountPresenter]:
    """Returns what became of the rows of a tab, without the zeros."""
    counts = {
        _("added"): receipt.rows_added,
        _("updated"): receipt.rows_updated,
        _("deleted"): receipt.rows_deleted,
    }
    return without_zeros(present_counts(counts))


def present_left_out(item: TrackWithoutRow) -> LeftOutPresenter:
    if item.reason == "saved_twice":
        return LeftOutPresenter(item.track, _("saved twice; both saves share one row"))
    day, _separator, time = item.saved_at.partition("T")
    values = {"number": item.number, "day": day, "time": time[:5]}
    track = _("unknown track %(number)s, saved on %(day)s at %(time)s UTC") % values
    return LeftOutPresenter(track, _("Spotify no longer says which track this is"))


def present_removed(removed: RemovedTrack) -> LeftOutPresenter:
    try:
        since, confirmed = map(datetime.fromisoformat, (removed.missing_since, removed.confirmed_at))
    except ValueError:
        # An older receipt has the name alone.
        return LeftOutPresenter(removed.track, "")
    values = {"since": format_moment(since), "confirmed": format_moment(confirmed)}
    return LeftOutPresenter(removed.track, _("not listed since %(since)s, confirmed %(confirmed)s") % values)


def format_cells(ranges: Sequence[ListedCells], more: int) -> list[str]:
    """Returns “B3 (Track)”, “D2 to D9 (Added)”, “the column Album”."""
    return [*map(_format_range, ranges), *format_rest(more)]


def _format_range(cells: ListedCells) -> str:
    if not cells.cells:
        return _("the column %(header)s") % {"header": cells.header}
    return f"{_(' to ').join(cells.cells)} ({cells.header or _('our column')})"


def format_rest(more: int) -> list[str]:
    return (
        [ngettext("and %(more)s more", "and %(more)s more", more) % {"more": format_count(more)}]
        if more
        else []
    )


def describe_oddity(oddity: OddityCount) -> str:
    """Returns what was odd in Spotify's answers, and how often; "" for a code of another version."""
    if oddity.code not in ODDITIES:
        return ""
    text = str(ODDITIES[oddity.code]) % {"field": ODDITY_FIELDS.get(oddity.field, "")}
    counted = f"{text} ({oddity.count})"
    if not oddity.tracks:
        return counted
    names = [*oddity.tracks, *format_rest(oddity.count - len(oddity.tracks))]
    return _("%(oddity)s: %(tracks)s") % {"oddity": counted, "tracks": "; ".join(names)}


def _describe_tab_problem(receipt: TabReceipt) -> str:
    # Not a problem with a code: all of the tab but these cells was written.
    if receipt.unwritable_cells:
        cells = ", ".join(format_cells(receipt.unwritable_cells, receipt.unwritable_cells_more))
        return _(
            "These cells do not keep what we write into them: %(cells)s. As a rule they are part of merged cells: in"
            " Google Sheets select our columns and choose Format, Merge cells, Unmerge. If a script or an add-on"
            " changes them, switch it off. Then sync again."
        ) % {"cells": cells}
    # Google's refusals speak of the sheet as a whole; here only this tab was refused.
    return describe(
        receipt.problem_code, {**receipt.problem_values, "as_it_was": _("This tab is as it was.")}
    )
