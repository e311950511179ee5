"""Availability of the sources: whether one may be queried now, and how an answer or a failure changes that.

down, down, down        a wait of 1, 2, 4 … minutes, up to 6 hours; an answer ends it
wrong values            the same from an hour on
429, Retry-After: 90    90 seconds
refused                 a minute: the batch is at fault, and waits a day of its own
forbidden               a day, and no track waits for it
daily budget used up    until midnight UTC
"""

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
# Wrong values come from a change at the vendor, which does not pass within minutes.
FIRST_BACKOFF = {SourceFailure.WRONG_VALUES: timedelta(hours=1)}
LONGEST_BACKOFF = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a source may be queried.

    `failure`: the `SourceFailure` that blocks it, "" when its daily budget does or nothing. `until`: the end of the
    block, None without one. `left_today`: requests left of the UTC day. `next_turn`: the end of its pause.
    """

    failure: str
    until: datetime | None
    left_today: int
    next_turn: datetime | None

    @property
    def is_ready(self) -> bool:
        """True when it may be queried now."""
        return self.until is None

    @property
    def is_refusing(self) -> bool:
        """True when it does not serve this installation: no track or artist waits for it."""
        return self.until is not None and self.failure == SourceFailure.FORBIDDEN


def get_availability(source: AnySource, now: datetime) -> Availability:
    """Returns the availability of one source. One query."""
    return get_availabilities([source], now)[source.state_name]


def get_availabilities(sources: Iterable[AnySource], now: datetime) -> dict[str, Availability]:
    """Returns the availability of each source by its `state_name`. One query for all of them."""
    wanted = {source.state_name: source for source in sources}
    rows = SourceState.objects.in_bulk(list(wanted))
    return {name: _availability(source, rows.get(name), now) for name, source in wanted.items()}


def _availability(source: AnySource, row: SourceState | None, now: datetime) -> Availability:
    # Never queried: the first turn makes the row.
    if row is None:
        return Availability(
            "", None if source.requests_per_day > 0 else _tomorrow(now), source.requests_per_day, None
        )
    # The counter is of `row.day`: nothing resets it at midnight.
    used = row.requests_today if row.day == now.astimezone(UTC).date() else 0
    left = max(source.requests_per_day - used, 0)
    until = row.blocked_until if row.blocked_until and row.blocked_until > now else None
    failure = row.failure if until else ""
    if until is None and left == 0:
        until = _tomorrow(now)
    turn = row.asked_at + timedelta(seconds=source.pause) if row.asked_at else None
    return Availability(failure, until, left, turn)


def _tomorrow(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date() + DAY, time(0), tzinfo=UTC)


def take_turn(source: AnySource, now: datetime) -> bool:
    """Returns True when the caller may send a batch now: one each `pause` over all workers."""
    # A conditional UPDATE: of two workers that found the source ready, one gets the turn.
    free = Q(asked_at=None) | Q(asked_at__lte=now - timedelta(seconds=source.pause))
    open_ = Q(blocked_until=None) | Q(blocked_until__lte=now)
    if SourceState.objects.filter(free, open_, name=source.state_name).update(asked_at=now):
        return True
    # Another worker has it, or nobody ever had: then the source has no row yet.
    _, is_new = SourceState.objects.get_or_create(name=source.state_name, defaults={"asked_at": now})
    return is_new


def record_answer(source: AnySource, answer: SourceAnswer[Any]) -> datetime:
    """Counts requests and refused values, blocks the source after a failure. Returns until when; now without one."""
    now = timezone.now()
    today = now.astimezone(UTC).date()
    row = SourceState.objects.filter(name=source.state_name)
    # In SQL, because other workers count at the same time: what this process has read may be old.
    counts = {
        "day": today,
        "requests": F("requests") + answer.requests,
        "requests_today": Case(When(day=today, then=F("requests_today")), default=Value(0)) + answer.requests,
        "refused_values": F("refused_values") + answer.rejected,
    }
    if answer.error is None:
        row.update(**counts, failures=0, failure=SourceFailure.NONE, blocked_until=None)
        return now
    row.update(**counts, failures=F("failures") + 1)
    until = now + backoff(answer.error, row.values_list("failures", flat=True).get())
    row.update(failure=answer.error.failure, blocked_until=until)
    return until


def backoff(error: SourceError, failures: int) -> timedelta:
    """Returns how long a source is blocked after its n-th failure in a row (`failures`, from 1).

    The wait that the source demands, if it does; otherwise doubled from a minute (an hour for wrong values) up to six
    hours. A source that does not serve this installation is queried once a day.
    """
    if error.failure == SourceFailure.FORBIDDEN:
        return DAY
    if error.retry_after is not None:
        # Never 0: the source would be queried again at once, and refuse again.
        return max(error.retry_after, timedelta(seconds=5))
    # Not doubled: the source works, one ref of this batch is what it refuses (`batch.POISON_BACKOFF`).
    if error.failure == SourceFailure.REFUSED:
        return timedelta(minutes=1)
    first = FIRST_BACKOFF.get(SourceFailure(error.failure), timedelta(minutes=1))
    # The exponent has an end, because after enough failures the product would pass the longest timedelta.
    longer: timedelta = first * 2 ** min(failures - 1, 10)
    return min(longer, LONGEST_BACKOFF)
