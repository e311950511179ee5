"""What goes into a person's sheet: the one place where a choice is judged and kept.

Pages, admin and API change it alike: `choose(user, replace(choices_of(sheet), scope="all"))`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from accounts.models import Sheet, User
from accounts.problems import AskUser
from syncer import schedule
from syncer.load.sheet.columns import CATALOGUE, chosen
from syncer.models import Schedule, SyncRun
from syncer.runs import request_run

MOST_RECENT = 50_000


class BadChoice(AskUser):
    """`field` is the one of `Choices` that cannot be as asked; nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"bad_{field}", sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Choices:
    """`columns` are ids of the catalogue in their order. `recent_count` counts only with the scope `recent`."""

    columns: tuple[str, ...]
    scope: str
    recent_count: int
    keep_removed: bool
    mode: str


def choices_of(sheet: Sheet) -> Choices:
    columns = tuple(column.id for column in chosen(sheet.columns))
    return Choices(columns, sheet.scope, sheet.recent_count, sheet.keep_removed, sheet.mode)


def look_again(user: User) -> None:
    """The next sync reads the sheet whatever it finds at Spotify, and puts our cells right: the weekly heal, now."""
    Sheet.objects.filter(user=user).update(read_at=None)


def choose(user: User, wanted: Choices, trigger: SyncRun.Trigger = SyncRun.Trigger.PERSON) -> SyncRun | None:
    """Keeps the choice and asks for a sync that brings the sheet in line; None when nothing is different.

    Link is always among the columns, and so is Removed on where removed tracks are kept: both are added where they
    are missing. Raises `BadChoice`, or `AskUser` when no sheet is linked.
    """
    sheet = Sheet.objects.filter(user=user).first()
    if sheet is None:
        raise AskUser("no_sheet", "No sheet is linked yet, so there is nothing to choose. Link one first.")
    _judge(wanted)
    wanted = replace(wanted, columns=_complete(wanted))
    if wanted == choices_of(sheet):
        return None
    Sheet.objects.filter(pk=sheet.pk).update(**asdict(wanted) | {"columns": list(wanted.columns)})
    _go_on(user)
    return request_run(user, trigger)


def follow(written: Sheet) -> None:
    """Asks for another sync when the choice changed, or another sheet was linked, while one was at work."""
    now = _linked(written.user_id)
    if now is not None and (_place(now) != _place(written) or choices_of(now) != choices_of(written)):
        request_run(now.user, SyncRun.Trigger.PERSON)


def is_relinked(written: Sheet) -> bool:
    """Whether the person's tracks go into another tab by now than the one of `written`."""
    now = _linked(written.user_id)
    return now is not None and _place(now) != _place(written)


def _linked(user_id: int) -> Sheet | None:
    return Sheet.objects.filter(user_id=user_id).select_related("user").first()


def _place(sheet: Sheet) -> tuple[int, str, int]:
    """Linked anew it is another row, of which nothing is confirmed, even where it is the same tab."""
    return sheet.pk, sheet.spreadsheet_id, sheet.gid


def _judge(wanted: Choices) -> None:
    unknown = [name for name in wanted.columns if name not in CATALOGUE]
    if unknown:
        raise BadChoice("columns", f"There is no column “{unknown[0]}”. There are: {', '.join(CATALOGUE)}.")
    if wanted.scope not in Sheet.Scope.values:
        raise BadChoice("scope", "Choose either your most recent tracks or the whole library.")
    if not 1 <= wanted.recent_count <= MOST_RECENT:
        raise BadChoice("recent_count", f"Choose a number of tracks from 1 to {MOST_RECENT:,}.")
    if wanted.mode not in Sheet.Mode.values:
        raise BadChoice("mode", "Choose either to keep your own rows and columns or an exact copy.")


def _complete(wanted: Choices) -> tuple[str, ...]:
    """Each column once, with those that cannot be missing."""
    needed = (*wanted.columns, "removed_on") if wanted.keep_removed else wanted.columns
    return tuple(column.id for column in chosen(needed))


def _go_on(user: User) -> None:
    """A pause over the sheet ends here: another choice may be just what helps, and otherwise it is said again."""
    plan = schedule.of(user)
    if plan.pause == Schedule.Pause.PROBLEM and plan.problem_fix == "sheet":
        schedule.resume(user)
