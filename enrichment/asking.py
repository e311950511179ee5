"""One batch through the sources in their order: whoever knows answers, the rest goes on to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic

from django.utils import timezone

from enrichment import availability as states
from providers.source import Ref, Source, SourceAnswer, SourceError, SourceFailure, Value

MANY_LIES = 4
POISON_REST = timedelta(days=1)


@dataclass(slots=True)
class Asked(Generic[Value]):
    """By primary key: what was learned and from whom; and which sources are still to be asked, and when.

    A ref in neither is unknown to every source.
    """

    known: dict[int, tuple[Value, str]] = field(default_factory=dict)
    waiting: dict[int, dict[str, datetime]] = field(default_factory=dict)
    mbids: dict[int, str] = field(default_factory=dict)

    def wait(self, pks: set[int], source: str, until: datetime) -> None:
        for pk in pks:
            self.waiting.setdefault(pk, {})[source] = until


Settle = Callable[[dict[int, Any]], dict[int, Value]]


def ask(sources: Sequence[Source[Ref, Any]], refs: Sequence[Ref], settle: Settle[Value]) -> Asked[Value]:
    """`settle` makes of a source's answers what is kept; what it leaves out is unknown to that source."""
    asked: Asked[Value] = Asked()
    for source in sources:
        todo = [
            ref
            for ref in refs
            if ref.pk not in asked.known and (ref.remaining is None or source.name in ref.remaining)
        ]
        if todo:
            _ask_one(source, todo, asked, settle)
    for pk in asked.known:
        asked.waiting.pop(pk, None)
    return asked


def _ask_one(source: Source[Ref, Any], todo: list[Ref], asked: Asked[Value], settle: Settle[Value]) -> None:
    now = timezone.now()
    at = states.standing(source, now)
    if at.off:
        return
    pks = {ref.pk for ref in todo}
    if at.until is not None or not states.take_turn(source, now):
        _later(source, asked, pks, at.until or now + timedelta(seconds=source.pause))
        return
    batch = todo[: source.batch_size]
    answer = _answer(source, batch, at.left_today)
    until = states.note(source, answer)
    asked.mbids |= answer.mbids
    asked.known |= {pk: (value, source.name) for pk, value in settle(answer.values).items()}
    rest = pks - {ref.pk for ref in batch}
    _later(source, asked, rest | answer.postponed, _when(answer.error, until))


def _later(source: Source[Ref, Any], asked: Asked[Value], pks: set[int], until: datetime) -> None:
    if not source.is_optional:
        asked.wait(pks, source.name, until)


def _when(trouble: SourceError | None, until: datetime) -> datetime:
    """A batch that the source calls wrong may be so because of one ref in it: the others go first for a day."""
    return until + POISON_REST if trouble is not None and trouble.failure == SourceFailure.REFUSED else until


def _answer(source: Source[Ref, Any], batch: Sequence[Ref], most: int) -> SourceAnswer[Any]:
    everything = {ref.pk for ref in batch}
    try:
        answer = source.fetch(batch, max_requests=most)
    except SourceError as trouble:
        answer = SourceAnswer(postponed=everything, requests=1, error=trouble)
    if answer.rejected >= max(MANY_LIES, len(answer.values)):
        lying = SourceError(SourceFailure.WRONG_VALUES)
        answer = SourceAnswer(
            postponed=everything, requests=answer.requests, rejected=answer.rejected, error=lying
        )
    if answer.error is not None and answer.error.failure == SourceFailure.FORBIDDEN:
        answer.postponed = set()  # it will not serve us tomorrow either: nobody waits for it
    return answer
