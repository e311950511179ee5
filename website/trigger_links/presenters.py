"""A trigger link in the list of its owner's, and what came of using one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import TriggerLink
from accounts.problems import LimitUsedUp
from problems.kinds import Problem
from problems.texts import describe_problem, format_time
from syncer.clicks import KNOWN_FOR, ClickAnswer
from syncer.models import SyncRun
from website.presenters import format_moment
from website.runs.presenters import describe_click


@dataclass(frozen=True, slots=True)
class TriggerLinkPresenter:
    """One line: its name, its last characters, how it is used and when it was."""

    pk: int
    name: str
    ending: str
    runs_at_once: bool
    manner: str
    use: str

    @classmethod
    def of(cls, link: TriggerLink) -> TriggerLinkPresenter:
        """Returns a link in words."""
        used = link.last_used_at
        return cls(
            pk=link.pk,
            name=link.name,
            ending=link.ending,
            runs_at_once=link.runs_at_once,
            manner=_("starts when it is opened") if link.runs_at_once else _("asks first"),
            use=_("last used %(at)s") % {"at": format_moment(used)} if used else _("never used"),
        )


@dataclass(frozen=True, slots=True)
class TriggerAnswer:
    """What came of using a link. `outcome` is a code for programs, `retry_at` when it can be used again."""

    outcome: str
    headline: str
    text: str
    status: HTTPStatus
    retry_at: datetime | None = None

    @classmethod
    def of(cls, click: ClickAnswer, planned: datetime | None) -> TriggerAnswer:
        """Returns the answer to a use that was let through; `planned` is when the daily sync runs."""
        text = describe_click(click, planned)
        if click.known_since is not None:
            again = click.known_since + KNOWN_FOR
            return cls("up_to_date", _("Nothing to do"), text, HTTPStatus.OK, again)
        if click.run.state == SyncRun.State.WAITING:
            return cls("waiting", _("It has to wait"), text, HTTPStatus.ACCEPTED)
        if click.was_at_work:
            text = _("A sync is under way already, and brings what is new.")
            return cls("running", _("Already syncing"), text, HTTPStatus.ACCEPTED)
        text = _("A sync has begun. As a rule your sheet is up to date within a minute.")
        return cls("started", _("Sync started"), text, HTTPStatus.ACCEPTED)

    @classmethod
    def of_problem(cls, problem: Problem) -> TriggerAnswer:
        """Returns the answer to a use that started nothing."""
        text = describe_problem(problem)
        if isinstance(problem, LimitUsedUp):
            headline = _("Again from %(at)s") % {"at": format_time(problem.when)}
            return cls(problem.code, headline, text, HTTPStatus.TOO_MANY_REQUESTS, problem.when)
        return cls(problem.code, _("No sync was started"), text, HTTPStatus.CONFLICT)

    @classmethod
    def unknown(cls) -> TriggerAnswer:
        """Returns the answer to a link that is revoked, mistyped, or has never been."""
        text = _("Nothing is at this address. It may be mistyped, or its owner has revoked it.")
        return cls("unknown", _("This link does not exist"), text, HTTPStatus.NOT_FOUND)

    @property
    def sentence(self) -> str:
        """All of it without a headline, which has the time of a limit."""
        has_limit = self.status is HTTPStatus.TOO_MANY_REQUESTS
        return f"{self.text} {self.headline}." if has_limit else self.text

    def to_json(self) -> dict[str, Any]:
        """Returns what a program reads."""
        return {"outcome": self.outcome, "detail": self.sentence, "retry_at": self.retry_at}
