"""Problems in words, with a button for each remedy: of a schedule, of webhooks, and what a page has met itself.

`templates/components/_problem.html` is the one way in which a page shows them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.problems import LimitUsedUp
from notifications.access import dead_webhooks_of, problem_of
from problems.kinds import REGISTRY, Problem, Reconnect, Remedy, TryLater
from problems.texts import VENDOR_NAMES, describe, describe_problem
from sheets.models import LinkedSheet
from syncer.models import Schedule

_SIGN_INS = {"spotify": "spotify", "google": "google-oauth2"}


class PressLimit(StrEnum):
    """Which of the person's limits a button counts against: a field of `LimitsPresenter`."""

    SYNC = "sync"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class RemedyButton:
    """What a person presses against a problem: a form that is posted, or a link. `next`: where a sign-in comes back to."""

    label: str
    href: str
    is_form: bool = False
    is_main: bool = False
    next: str = ""
    limit: PressLimit | None = None
    is_elsewhere: bool = False
    about: str = ""
    """Tells it apart where a page has the same button for several things."""

    @property
    def key(self) -> str:
        """Tells apart the buttons of a page that count against the same limit."""
        return f"{self.limit}-{self.href.strip('/').replace('/', '-')}{self.about}"


@dataclass(frozen=True, slots=True)
class ProblemPresenter:
    """A problem in words, and the buttons that its words name."""

    text: str
    remedies: tuple[RemedyButton, ...] = ()


def present_schedule_problem(
    schedule: Schedule, sheet: LinkedSheet | None, *, opens: bool = False
) -> ProblemPresenter | None:
    """Returns the problem that pauses a schedule, None where there is none.

    `opens`: with a button to the spreadsheet, for a page that has none of its own. A code that is no more has no remedies.
    """
    if not schedule.problem_code:
        return None
    problem = REGISTRY.get(schedule.problem_code)
    text = describe(schedule.problem_code, schedule.problem_values)
    if problem is not None and problem.may_heal:
        heals = _("It is looked at again once a day, and continues by itself as soon as it works.")
        text = f"{text} {heals}"
    remedies = problem.remedies if problem is not None else frozenset()
    buttons: list[RemedyButton] = []
    if schedule.problem_fix in VENDOR_NAMES:
        buttons.append(_connect_again(schedule.problem_fix, reverse("home")))
    else:
        if sheet is not None and Remedy.MAKE_TAB_AGAIN in remedies:
            buttons.append(
                RemedyButton(
                    _("Make the tab again"),
                    reverse("sheet-tab-again"),
                    is_form=True,
                    is_main=True,
                    limit=PressLimit.LINK,
                )
            )
        fixed = _("I have fixed it, sync now")
        buttons.append(
            RemedyButton(
                fixed, reverse("try-again"), is_form=True, is_main=not buttons, limit=PressLimit.SYNC
            )
        )
    if Remedy.CHOOSE_SETTINGS in remedies:
        buttons.append(RemedyButton(_("Choose how it is written"), reverse("sheet")))
    if Remedy.LINK_ANOTHER_SHEET in remedies:
        buttons.append(_link_another())
    if opens and sheet is not None:
        buttons.append(RemedyButton(_("Open my sheet"), sheet.url, is_elsewhere=True))
    return ProblemPresenter(text, tuple(buttons))


def present_problem(user: User, sheet: LinkedSheet | None, *, opens: bool = False) -> ProblemPresenter | None:
    """Returns the problem that a person has to solve, None without one. One query."""
    schedule = Schedule.objects.filter(user=user).first()
    return present_schedule_problem(schedule, sheet, opens=opens) if schedule else None


def present_tab_problem(
    text: str, remedies: Collection[Remedy], *, about: str, removal: str
) -> ProblemPresenter:
    """Returns why a tab besides the main one was not written, or not all of it.

    `about` tells the tab apart from the others of the page, `removal` is the address where it is removed: a text that says
    to make it again means the removal first.
    """
    fixed = _("I have fixed it, sync now")
    buttons = [
        RemedyButton(
            fixed, reverse("sync-now"), is_form=True, is_main=True, limit=PressLimit.SYNC, about=f"-{about}"
        )
    ]
    if Remedy.MAKE_TAB_AGAIN in remedies:
        buttons.append(RemedyButton(_("Remove this tab"), removal))
    if Remedy.CHOOSE_SETTINGS in remedies:
        buttons.append(RemedyButton(_("Choose how it is written"), reverse("sheet")))
    if Remedy.LINK_ANOTHER_SHEET in remedies:
        buttons.append(_link_another())
    return ProblemPresenter(text, tuple(buttons))


def present_webhook_problems(user: User) -> list[ProblemPresenter]:
    """Returns the problems of webhooks that this site has switched off, until the person has seen to them. One query."""
    return [
        ProblemPresenter(
            describe_problem(problem),
            (RemedyButton(_("Look at the webhook"), reverse("webhook", args=[webhook.pk]), is_main=True),),
        )
        for webhook in dead_webhooks_of(user)
        if (problem := problem_of(webhook))
    ]


def present_request_problem(problem: Problem, page: str, *, again: str = "") -> ProblemPresenter:
    """Returns what kept Google from answering the question of a page.

    `page` is its address, to come back to; `again` the label of the button that asks once more, "" for none.
    """
    buttons = []
    if isinstance(problem, Reconnect):
        buttons.append(_connect_again("google", page))
    if Remedy.LINK_ANOTHER_SHEET in problem.remedies:
        buttons.append(_link_another())
    if again:
        buttons.append(RemedyButton(again, page))
    return ProblemPresenter(describe_request_problem(problem), tuple(buttons))


def describe_request_problem(problem: Problem) -> str:
    """Returns the text of a problem of a request that a page makes itself: none of them continues by itself."""
    if isinstance(problem, TryLater) and not isinstance(problem, LimitUsedUp):
        return _(
            "Google does not answer as it should at the moment, so nothing was changed. Try again in a minute."
        )
    return describe_problem(problem)


def _connect_again(vendor: str, page: str) -> RemedyButton:
    label = _("Connect %(vendor)s again") % {"vendor": VENDOR_NAMES[vendor]}
    href = reverse("social:begin", args=[_SIGN_INS[vendor]])
    return RemedyButton(label, href, is_form=True, is_main=True, next=page)


def _link_another() -> RemedyButton:
    return RemedyButton(_("Link another sheet"), reverse("sheet-unlink"))
