"""Problems in words, and which buttons stand beside them: of a schedule, of webhooks, and what a page has met itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.problems import LimitUsedUp
from notifications.access import dead_webhooks_of, problem_of
from problems.kinds import REGISTRY, Problem, Reconnect, Remedy, TryLater
from problems.texts import VENDOR_NAMES, describe, describe_problem
from sheets.models import LinkedSheet
from syncer.models import Schedule

_SIGN_INS = {"spotify": "spotify", "google": "google-oauth2"}


@dataclass(frozen=True, slots=True)
class ProblemPresenter:
    """A problem in words. `sheet` is the one that is linked; the remedies of a code that is no more are none."""

    schedule: Schedule
    sheet: LinkedSheet | None

    @property
    def text(self) -> str:
        return describe(self.schedule.problem_code, self.schedule.problem_values)

    @property
    def vendor(self) -> str:
        """Whom the person has to connect again, "" for nobody."""
        return VENDOR_NAMES.get(self.schedule.problem_fix, "")

    @property
    def sign_in(self) -> str:
        """The name of the sign-in that connects `vendor` again."""
        return _SIGN_INS.get(self.schedule.problem_fix, "")

    @property
    def may_heal(self) -> bool:
        """Whether the daily sync looks at the problem again, and goes on by itself once it is gone."""
        return self._class is not None and self._class.may_heal

    @property
    def asks_for_settings(self) -> bool:
        return self._names(Remedy.CHOOSE_SETTINGS)

    @property
    def asks_for_another_sheet(self) -> bool:
        return self._names(Remedy.LINK_ANOTHER_SHEET)

    @property
    def asks_for_the_tab(self) -> bool:
        return self.sheet is not None and self._names(Remedy.MAKE_TAB_AGAIN)

    def _names(self, remedy: Remedy) -> bool:
        return self._class is not None and remedy in self._class.remedies

    @property
    def _class(self) -> type[Problem] | None:
        return REGISTRY.get(self.schedule.problem_code)


def present_schedule_problem(schedule: Schedule, sheet: LinkedSheet | None) -> ProblemPresenter | None:
    """Returns the problem of a schedule, None where it has none."""
    return ProblemPresenter(schedule, sheet) if schedule.problem_code else None


def present_problem(user: User, sheet: LinkedSheet | None) -> ProblemPresenter | None:
    """Returns the problem that a person has to solve, None without one. One query."""
    schedule = Schedule.objects.filter(user=user).first()
    return present_schedule_problem(schedule, sheet) if schedule else None


@dataclass(frozen=True, slots=True)
class WebhookProblemPresenter:
    """A webhook that this site has switched off. `pk` is the webhook's, whose page has what helps."""

    pk: int
    text: str


def present_webhook_problems(user: User) -> list[WebhookProblemPresenter]:
    """Returns the problems of the person's webhooks, until they have seen to them. One query."""
    return [
        WebhookProblemPresenter(webhook.pk, describe_problem(problem))
        for webhook in dead_webhooks_of(user)
        if (problem := problem_of(webhook))
    ]


def describe_request_problem(problem: Problem) -> str:
    """Returns the text of a problem of a request that a page makes itself: none of them goes on by itself."""
    if isinstance(problem, TryLater) and not isinstance(problem, LimitUsedUp):
        return _(
            "Google does not answer as it should at the moment, so nothing was changed. Try again in a minute."
        )
    return describe_problem(problem)


@dataclass(frozen=True, slots=True)
class RequestProblemPresenter:
    """What kept Google from answering the question of a page."""

    problem: Problem

    @property
    def text(self) -> str:
        return describe_request_problem(self.problem)

    @property
    def asks_to_connect(self) -> bool:
        return isinstance(self.problem, Reconnect)

    @property
    def asks_for_another_sheet(self) -> bool:
        return Remedy.LINK_ANOTHER_SHEET in self.problem.remedies
