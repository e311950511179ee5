"""How sources fare: whether one may be asked now, whose turn it is, and what an answer or a failure changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from enrichment.models import SourceState
from providers.source import Source, SourceAnswer, SourceError, SourceFailure

AnySource = Source[Any, Any]

DAY = timedelta(days=1)
FIRST_REST = {SourceFailure.WRONG_VALUES: timedelta(hours=1)}
LONGEST_REST = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Availability:
    """`until`: it may not be asked before. `off`: it does not serve us, so nobody waits for it."""

    trouble: str
    until: datetime | None
    left_today: int
    next_turn: datetime | None

    @property
    def ready(self) -> bool:
        return self.until is None

    @property
    def off(self) -> bool:
        return self.until is not None and self.trouble == SourceFailure.FORBIDDEN


def standing(source: AnySource, now: datetime) -> Availability:
    return standings([source], now)[source.state_name]


def standings(sources: Iterable[AnySource], now: datetime) -> dict[str, Availability]:
    """One query for all of them."""
    wanted = {source.state_name: source for source in sources}
    rows = SourceState.objects.in_bulk(list(wanted))
    return {name: _standing(source, rows.get(name), now) for name, source in wanted.items()}


def _standing(source: AnySource, row: SourceState | None, now: datetime) -> Availability:
    if row is None:
        return Availability(
            "", None if source.requests_per_day > 0 else _tomorrow(now), source.requests_per_day, None
        )
    used = row.requests_today if row.day == now.astimezone(UTC).date() else 0
    left = max(source.requests_per_day - used, 0)
    until = row.blocked_until if row.blocked_until and row.blocked_until > now else None
    trouble = row.trouble if until else ""
    if until is None and left == 0:
        until = _tomorrow(now)
    turn = row.asked_at + timedelta(seconds=source.pause) if row.asked_at else None
    return Availability(trouble, until, left, turn)


def _tomorrow(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date() + DAY, time(0), tzinfo=UTC)


def take_turn(source: AnySource, now: datetime) -> bool:
    """Whether the source is ours to ask now: one question each `pause`, whoever asks."""
    SourceState.objects.get_or_create(name=source.state_name)
    free = Q(asked_at=None) | Q(asked_at__lte=now - timedelta(seconds=source.pause))
    open_ = Q(blocked_until=None) | Q(blocked_until__lte=now)
    return bool(SourceState.objects.filter(free, open_, name=source.state_name).update(asked_at=now))


def note(source: AnySource, answer: SourceAnswer[Any]) -> datetime:
    """Counts requests and refused values, and lets the source rest after trouble; returns until when (or now)."""
    now = timezone.now()
    today = now.astimezone(UTC).date()
    row = SourceState.objects.filter(name=source.state_name)
    row.update(
        day=today,
        requests=F("requests") + answer.requests,
        requests_today=Case(When(day=today, then=F("requests_today")), default=Value(0)) + answer.requests,
        refused_values=F("refused_values") + answer.rejected,
    )
    if answer.error is None:
        row.update(failures=0, trouble=SourceFailure.NONE, blocked_until=None)
        return now
    row.update(failures=F("failures") + 1)
    until = now + rest(answer.error, row.values_list("failures", flat=True).get())
    row.update(trouble=answer.error.failure, blocked_until=until)
    return until


def rest(trouble: SourceError, failures: int) -> timedelta:
    """How long a source is left alone after its n-th failure in a row (from 1): longer each time, or as it said."""
    if trouble.failure == SourceFailure.FORBIDDEN:
        return DAY
    if trouble.retry_after is not None:
        return max(trouble.retry_after, timedelta(seconds=5))
    if trouble.failure == SourceFailure.REFUSED:
        return timedelta(minutes=1)
    first = FIRST_REST.get(SourceFailure(trouble.failure), timedelta(minutes=1))
    longer: timedelta = first * 2 ** min(failures - 1, 10)
    return min(longer, LONGEST_REST)
