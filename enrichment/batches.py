"""Queries the sources for one batch, in their order: refs that one source does not know go on to the next.

refs 1 2 3 4  ->  reccobeats knows 1 3  ->  refs 2 4  ->  spotify knows 4  ->  2 is unknown to every source
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic

from django.utils import timezone

from enrichment import availability
from providers.source import Ref, Source, SourceAnswer, SourceError, SourceFailure, Value

# A few are an oddity of a record; so many, and more than right ones, are a vendor that has changed its answers.
MANY_WRONG_VALUES = 4
# Added to the wait of a refused batch, so that refs behind it come first; one poisoned ref must not stop the lane.
POISON_BACKOFF = timedelta(days=1)


@dataclass(slots=True)
class BatchResult(Generic[Value]):
    """Outcome of a batch, by primary key.

    `known`: the value and the name of its source. `waiting`: the sources that are still to be queried, and when.
    `mbids`: MusicBrainz's ids met on the way. A ref in neither of the first two is unknown to every source.
    """

    known: dict[int, tuple[Value, str]] = field(default_factory=dict)
    waiting: dict[int, dict[str, datetime]] = field(default_factory=dict)
    mbids: dict[int, str] = field(default_factory=dict)

    def postpone(self, pks: set[int], source: str, until: datetime) -> None:
        """Leaves these refs waiting for a source."""
        for pk in pks:
            self.waiting.setdefault(pk, {})[source] = until


Reduce = Callable[[dict[int, Any]], dict[int, Value]]


def ask_sources(
    sources: Sequence[Source[Ref, Any]], refs: Sequence[Ref], reduce: Reduce[Value]
) -> BatchResult[Value]:
    """Returns the outcome of a batch. `reduce` makes of the answers what is stored; what it leaves out is unknown."""
    result: BatchResult[Value] = BatchResult()
    for source in sources:
        todo = [
            ref
            for ref in refs
            if ref.pk not in result.known and (ref.remaining is None or source.name in ref.remaining)
        ]
        if todo:
            _ask_source(source, todo, result, reduce)
    # A later source knows it: the earlier one need not be queried again.
    for pk in result.known:
        result.waiting.pop(pk, None)
    return result


def _ask_source(
    source: Source[Ref, Any], todo: list[Ref], result: BatchResult[Value], reduce: Reduce[Value]
) -> None:
    now = timezone.now()
    state = availability.get_availability(source, now)
    # Without an entry in `waiting`, the refs count as unknown to it: they would wait for ever.
    if state.is_refusing:
        return
    pks = {ref.pk for ref in todo}
    if state.until is not None or not availability.take_turn(source, now):
        _postpone(source, result, pks, state.until or now + timedelta(seconds=source.pause))
        return
    batch = todo[: source.batch_size]
    answer = _fetch(source, batch, state.left_today)
    until = availability.record_answer(source, answer)
    result.mbids |= answer.mbids
    result.known |= {pk: (value, source.name) for pk, value in reduce(answer.values).items()}
    left_over = pks - {ref.pk for ref in batch}
    _postpone(source, result, left_over | answer.postponed, _retry_at(answer.error, until))


def _postpone(source: Source[Ref, Any], result: BatchResult[Value], pks: set[int], until: datetime) -> None:
    if not source.is_optional:
        result.postpone(pks, source.name, until)


def _retry_at(error: SourceError | None, until: datetime) -> datetime:
    """Returns when the batch is due again. One ref may be what the source refuses: others go first for a day."""
    return until + POISON_BACKOFF if error is not None and error.failure == SourceFailure.REFUSED else until


def _fetch(source: Source[Ref, Any], batch: Sequence[Ref], max_requests: int) -> SourceAnswer[Any]:
    all_pks = {ref.pk for ref in batch}
    try:
        answer = source.fetch(batch, max_requests=max_requests)
    except SourceError as error:
        # Counted as one request, although it may have been more: without an answer the number is not known.
        answer = SourceAnswer(postponed=all_pks, requests=1, error=error)
    # All values are dropped, the plausible ones too: they come from the same wrong answer.
    if answer.rejected >= max(MANY_WRONG_VALUES, len(answer.values)):
        wrong = SourceError(SourceFailure.WRONG_VALUES)
        answer = SourceAnswer(
            postponed=all_pks, requests=answer.requests, rejected=answer.rejected, error=wrong
        )
    if answer.error is not None and answer.error.failure == SourceFailure.FORBIDDEN:
        answer.postponed = set()  # forbidden is for good, so no ref waits for it
    return answer
