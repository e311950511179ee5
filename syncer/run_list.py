"""A person's runs a page at a time: filtered, newest first, by a cursor that new runs do not shift."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from syncer.access import runs_of
from syncer.models import SyncRun


@dataclass(frozen=True, slots=True)
class RunFilter:
    """`states` and `triggers` to choose from; none are all."""

    states: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunPage:
    """`following`: the id of the run behind which the next page begins, None on the last one."""

    runs: list[SyncRun]
    following: int | None


def page_of_runs(user: User, wanted: RunFilter, *, behind: int | None, limit: int) -> RunPage:
    """Returns at most `limit` runs, older than the one with the id `behind`: from the first on where that one is no more."""
    runs = runs_of(user)
    if wanted.states:
        runs = runs.filter(state__in=wanted.states)
    if wanted.triggers:
        runs = runs.filter(trigger__in=wanted.triggers)
    if behind is not None:
        last = runs_of(user).filter(pk=behind).only("created_at").first()
        if last is not None:
            runs = runs.filter(
                Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
            )
    found = list(runs[: limit + 1])
    return RunPage(found[:limit], found[limit - 1].pk if len(found) > limit else None)
