"""The home page: the state of a person's sync, and how long their permissions last, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.credentials import expires_with_consent
from accounts.hints import Hint, is_dismissed
from accounts.models import Credential, User
from library.missing_saves import held_saves
from sheets.models import LinkedSheet
from syncer import schedule
from syncer.access import runs_of
from syncer.models import Schedule, SyncRun
from syncer.problems import SyncPaused
from website.missing.presenters import describe_held
from website.presenters import format_count, format_moment
from website.problems.presenters import (
    ProblemPresenter,
    RemedyButton,
    present_schedule_problem,
    present_webhook_problems,
)
from website.runs.presenters import RunPresenter, present_run

# As many as an eye takes in; all of them have a page of their own.
RUNS_SHOWN = 5
USUAL_COUNT: int = LinkedSheet._meta.get_field("recent_count").default
# Spotify ends every permission after six months: the countdown is shown for the last month of it.
WARN_BEFORE = timedelta(days=30)


class ConnectionHealth(Enum):
    """The state of a permission at a vendor."""

    GOOD = "good"
    ENDING = "ending"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ConnectionPresenter:
    """A permission at a vendor. `backend` is the name of the sign-in that renews it; `note` is what to know of it."""

    vendor: str
    backend: str
    health: ConnectionHealth
    note: str

    @property
    def is_good(self) -> bool:
        return self.health is ConnectionHealth.GOOD

    @property
    def status(self) -> str:
        words = {
            ConnectionHealth.GOOD: _("Connected"),
            ConnectionHealth.ENDING: _("Ends soon"),
            ConnectionHealth.ENDED: _("Disconnected"),
            ConnectionHealth.NONE: _("Not connected"),
        }
        return words[self.health]

    @property
    def remedy(self) -> str:
        """The label of the button that renews it; "" when nothing is to be done."""
        labels = {
            ConnectionHealth.ENDING: _("Renew it now"),
            ConnectionHealth.ENDED: _("Connect again"),
            ConnectionHealth.NONE: _("Connect %(vendor)s") % {"vendor": self.vendor},
        }
        return labels.get(self.health, "")


def get_connections(user: User) -> dict[str, ConnectionPresenter]:
    """Returns the connections by provider name. One query."""
    credentials = {credential.provider: credential for credential in user.credentials.all()}
    return {
        "spotify": present_connection(credentials.get("spotify"), vendor="Spotify", backend="spotify"),
        "google": present_connection(credentials.get("google"), vendor="Google", backend="google-oauth2"),
    }


def present_connection(credential: Credential | None, *, vendor: str, backend: str) -> ConnectionPresenter:
    """Returns the state of a permission today; None is one that was never given."""
    health, note = _get_health(credential, vendor) if credential else (ConnectionHealth.NONE, "")
    return ConnectionPresenter(vendor, backend, health, note)


def _get_health(credential: Credential, vendor: str) -> tuple[ConnectionHealth, str]:
    ends = expires_with_consent(credential)
    # By the clock as well: the state only changes once a refresh is refused.
    if credential.state == Credential.State.ENDED or (ends and ends <= timezone.now()):
        return ConnectionHealth.ENDED, _("Your permission has ended.")
    # A single refusal is not believed yet, so it must not alarm anybody: the next refresh decides.
    if credential.state == Credential.State.UNCONFIRMED:
        return ConnectionHealth.GOOD, _("%(vendor)s refused once; we are checking again.") % {
            "vendor": vendor
        }
    if ends is None:
        return ConnectionHealth.GOOD, ""
    values = {"vendor": vendor, "day": date_format(timezone.localtime(ends), _("j F Y"))}
    if ends - timezone.now() <= WARN_BEFORE:
        note = _("Permissions at %(vendor)s last six months: yours until %(day)s.") % values
        return ConnectionHealth.ENDING, note
    return ConnectionHealth.GOOD, _("Allowed until %(day)s") % values


def present_ended(connection: ConnectionPresenter) -> ProblemPresenter:
    """Returns a permission that is to be renewed as a problem with its button."""
    text = _("%(vendor)s: %(status)s. %(note)s") % {
        "vendor": connection.vendor,
        "status": connection.status,
        "note": connection.note,
    }
    href = reverse("social:begin", args=[connection.backend])
    button = RemedyButton(connection.remedy, href, is_form=True, is_main=True, next=reverse("home"))
    return ProblemPresenter(text.strip(), (button,))


def present_held(held: str) -> ProblemPresenter:
    """Returns the question about tracks that went missing at once, with the button to where it is answered."""
    waits = _(
        "Nothing goes from your history or your sheet until you decide, or further daily syncs find the same."
    )
    button = RemedyButton(_("Look at them and decide"), reverse("missing"), is_main=True)
    return ProblemPresenter(f"{held}. {waits}", (button,))


@dataclass(frozen=True, slots=True)
class StandingFact:
    """A part of the line about the sheet, with where it leads, if anywhere. `is_text`: a sentence from elsewhere."""

    text: str
    href: str = ""
    action: str = ""
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class OfferPresenter:
    """Asks once whether all of the library shall be in the sheet, and not the usual number of tracks alone."""

    rows: int
    total: int
    hint: str = Hint.WRITE_EVERYTHING

    @property
    def headline(self) -> str:
        values = {"rows": format_count(self.rows), "total": format_count(self.total)}
        return _("%(rows)s of your %(total)s tracks are in your sheet: write all %(total)s?") % values

    @property
    def accept(self) -> str:
        return _("Write all %(total)s") % {"total": format_count(self.total)}

    @property
    def refuse(self) -> str:
        return _("No, %(rows)s are enough") % {"rows": format_count(self.rows)}


@dataclass(frozen=True)
class HomePresenter:
    """`next_sync` is the schedule's, "" when nothing is planned, `held` when no removals wait.

    `google` is None when it is not needed. `asks_for_everything`: the person has not said that the usual number is enough.
    """

    spotify: ConnectionPresenter
    google: ConnectionPresenter | None
    sheet: LinkedSheet | None
    schedule: Schedule
    next_sync: str
    runs: list[RunPresenter]
    held: str
    webhook_problems: list[ProblemPresenter]
    asks_for_everything: bool

    @property
    def problem(self) -> ProblemPresenter | None:
        """Why the schedule is paused; None while it is not."""
        return present_schedule_problem(self.schedule, self.sheet)

    @property
    def problems(self) -> list[ProblemPresenter]:
        """What the person is asked to see to, the sheet first."""
        if self.problem is not None:
            # Of a permission that has ended it speaks already.
            return [self.problem, *self.webhook_problems]
        ended = [present_ended(one) for one in self.connections if one.remedy]
        return [*ended, *self.webhook_problems]

    @property
    def question(self) -> ProblemPresenter | None:
        """What waits for the person's answer while nothing is broken; None when there is nothing to decide."""
        return present_held(self.held) if self.held else None

    @property
    def connections(self) -> list[ConnectionPresenter]:
        """The permissions that are needed."""
        return [self.spotify, *([self.google] if self.google else [])]

    @property
    def scope(self) -> str:
        """Which tracks are meant for the sheet; "" without one."""
        if self.sheet is None:
            return ""
        if self.sheet.scope == LinkedSheet.Scope.ALL:
            return _("the whole library")
        return _("the %(count)s most recent") % {"count": format_count(self.sheet.recent_count)}

    @property
    def facts(self) -> list[StandingFact]:
        """What stands behind the headline: what was last done, and what is next."""
        if self.sheet is None:
            return []
        return [*self._last_facts(), self._next_fact()]

    def _last_facts(self) -> list[StandingFact]:
        last = self.last
        if last is None or self.active:
            return []
        if last.run.state != SyncRun.State.FAILED:
            return [StandingFact(_("last synced %(when)s") % {"when": last.when})]
        tried = StandingFact(_("last tried %(when)s") % {"when": last.when})
        return (
            [tried] if self.problem or not last.problem else [tried, StandingFact(last.problem, is_text=True)]
        )

    def _next_fact(self) -> StandingFact:
        if self.next_start:
            return StandingFact(_("next %(when)s") % {"when": self.next_start})
        if self.schedule.pause == Schedule.Pause.PERSON:
            return StandingFact(
                _("paused by you:"), href=reverse("preferences"), action=_("resume in the settings")
            )
        if self.schedule.pause == Schedule.Pause.ADMIN:
            return StandingFact(_("paused by an admin: ask whoever runs this site"))
        if self.schedule.pause == Schedule.Pause.PROBLEM:
            return StandingFact(_("continues once the problem above is fixed"))
        return StandingFact(_("the next one is not planned yet"))

    @property
    def sync_label(self) -> str:
        # What waits for its share of the library cannot be tried sooner; what is new can.
        return _("Try now") if self.active and not self.active.waits_for_pages else _("Sync now")

    @property
    def offer(self) -> OfferPresenter | None:
        """The question after the first success: whether all tracks shall be written. None once answered, or while a sync or another question is open."""
        sheet, last = self.sheet, self.last
        if sheet is None or last is None or not self.asks_for_everything:
            return None
        # What is at work may change the numbers, and a press would not be followed at once.
        if self.problem or self.held or self.active:
            return None
        rows, total = last.receipt.sheet.sheet_rows, last.receipt.receipt.in_history
        is_usual = sheet.scope == LinkedSheet.Scope.RECENT and sheet.recent_count == rows == USUAL_COUNT
        if last.run.state != SyncRun.State.DONE or not is_usual or total is None or total <= USUAL_COUNT:
            return None
        return OfferPresenter(USUAL_COUNT, total)

    @property
    def active(self) -> RunPresenter | None:
        # Only the newest can be active: a unique constraint allows one active run a person.
        return self.runs[0] if self.runs and self.runs[0].run.is_active else None

    @property
    def can_sync(self) -> bool:
        """Whether a sync is started by a button below the headline, beside which is said from when it may be pressed again."""
        is_at_work = self.active is not None and self.active.stage != "waiting"
        return self.sheet is not None and self.problem is None and not is_at_work

    @property
    def next_start(self) -> str:
        """When something is done next: a run that waits serves the schedule, too."""
        return (self.active and self.active.resumes) or self.next_sync

    @property
    def past(self) -> list[RunPresenter]:
        return [presenter for presenter in self.runs if not presenter.run.is_active]

    @property
    def last(self) -> RunPresenter | None:
        """The newest run that is over, of the sheet that is linked now: the problem of one that was left is none."""
        newest = self.past[0] if self.past else None
        is_of_former = newest and self.sheet and newest.run.created_at < self.sheet.linked_at
        return None if is_of_former else newest

    @property
    def headline(self) -> str:
        # By what the person has to do first: without a sheet nothing can sync, and under a pause nothing will.
        if self.sheet is None:
            return _("One step left: your sheet")
        if self.schedule.pause == Schedule.Pause.PROBLEM:
            return _("Paused until one thing is fixed")
        if self.active:
            return _describe_active(self.active)
        if self.last is None:
            return _("Ready for the first sync")
        if self.last.run.state != SyncRun.State.DONE:
            was_paused = self.last.run.problem_code == SyncPaused.code
            return _("Paused in the middle of a sync") if was_paused else _("The last sync stopped")
        # What the sheet has to show depends on the answer.
        return _("Up to date, except for one question") if self.held else _("Your sheet is up to date")

    @property
    def mood(self) -> str:
        """The style class of the headline's dot: good, busy, calm or bad."""
        # A pause or an ended permission outweighs a run that is still at work: the person has something to do.
        if self.schedule.pause == Schedule.Pause.PROBLEM or self.spotify.health is ConnectionHealth.ENDED:
            return "bad"
        if self.active:
            return "busy"
        if self.sheet is None or self.last is None or self.last.run.problem_code == SyncPaused.code:
            return "calm"
        if self.last.run.state != SyncRun.State.DONE:
            return "bad"
        return "calm" if self.held else "good"


def _describe_active(active: RunPresenter) -> str:
    if active.stage != "waiting":
        return _("Syncing now")
    return _("Your newest tracks are in your sheet") if active.in_sheet else _("Waiting to go on")


def present_home(user: User) -> HomePresenter:
    """Returns all that the home page shows of one person, in a fixed number of queries."""
    sheet = LinkedSheet.objects.filter(user=user).first()
    planned = schedule.next_local_time(user)
    connections = get_connections(user)
    # Google's permission is only needed for a sheet in the person's own Drive.
    created = sheet is not None and sheet.method == LinkedSheet.Method.CREATED
    return HomePresenter(
        spotify=connections["spotify"],
        google=connections["google"] if created else None,
        sheet=sheet,
        schedule=schedule.get_schedule(user),
        next_sync=format_moment(planned) if planned else "",
        runs=[present_run(run, planned) for run in runs_of(user)[:RUNS_SHOWN]],
        held=describe_held(held_saves(user).count()),
        webhook_problems=present_webhook_problems(user),
        asks_for_everything=not is_dismissed(user, Hint.WRITE_EVERYTHING),
    )
