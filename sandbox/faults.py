"""Faults: what goes wrong at the n-th request of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sandbox import services

NAMED = {
    "spotify": {"quota", "rate_limit", "premium", "not_registered", "scope", "expired_token"},
    "google": {"quota", "unavailable", "internal", "permission"},
}
WRONG_ANSWERS = {"out_of_range", "wrong_ids", "shape", "html"}
SERVICES_WITH_WRONG_ANSWERS = {"spotify-api", "reccobeats", "musicbrainz", "listenbrainz", "lastfm"}
_FIELDS = {
    "status": {"status", "body", "content_type", "headers", "applied"},
    "html": {"html", "status", "applied"},
    "hang": {"hang", "applied"},
    "drop": {"drop"},
    "cut": {"cut"},
    "spotify": {"spotify", "retry_after", "applied"},
    "google": {"google", "retry_after", "applied"},
    "wrong_answer": {"wrong_answer"},
}


def effect_name(effect: Mapping[str, Any]) -> str:
    """Which of the known effects this is; raises ValueError with the reason when it is none.

    `html` is looked for first, because it carries a `status` as well.
    """
    name = next((name for name in ("html", *_FIELDS) if name in effect), None)
    if name is None:
        raise ValueError(f"an effect is one of {', '.join(_FIELDS)}")
    unknown = set(effect) - _FIELDS[name]
    if unknown:
        raise ValueError(f"the effect {name} does not know {', '.join(sorted(unknown))}")
    if name in NAMED and effect[name] not in NAMED[name]:
        raise ValueError(f"{name} is one of {', '.join(sorted(NAMED[name]))}")
    if name == "wrong_answer" and effect["wrong_answer"] not in WRONG_ANSWERS:
        raise ValueError(f"wrong_answer is one of {', '.join(sorted(WRONG_ANSWERS))}")
    if name == "drop" and effect["drop"] not in ("before", "after"):
        raise ValueError("drop is before or after")
    return name


@dataclass(slots=True)
class Fault:
    service: str
    kind: str | None
    effect: dict[str, Any]
    nth: int
    times: int
    seen: int = 0

    def strikes(self) -> bool:
        """Counts one matching request, and says whether it is one of those to be hit."""
        self.seen += 1
        return self.seen >= self.nth and not self.spent_before()

    def spent_before(self) -> bool:
        return self.times > 0 and self.seen >= self.nth + self.times


@dataclass(slots=True)
class FaultList:
    _faults: list[Fault] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(
        self, service: str, kind: str | None, effect: Mapping[str, Any], *, nth: int = 1, times: int = 1
    ) -> None:
        """Hits the nth matching request from now on and those after it: `times` in a row, 0 = for ever.

        `kind` None means every kind of the service. For the effects see `sandbox/README.md`.
        """
        services.check(service, kind)
        if effect_name(effect) == "wrong_answer" and service not in SERVICES_WITH_WRONG_ANSWERS:
            raise ValueError(
                f"{service} has no wrong answers, only {', '.join(sorted(SERVICES_WITH_WRONG_ANSWERS))} have"
            )
        if nth < 1 or times < 0:
            raise ValueError("nth counts from 1, and times is 0 or more")
        with self._lock:
            self._faults.append(Fault(service, kind, dict(effect), nth, times))

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def take(self, service: str, kind: str) -> dict[str, Any] | None:
        """The effect for this request. Every matching fault counts it; the one added first strikes."""
        with self._lock:
            matching = [f for f in self._faults if f.service == service and f.kind in (None, kind)]
            striking = [fault.effect for fault in matching if fault.strikes()]
        return striking[0] if striking else None
