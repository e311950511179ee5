"""Faults: errors injected at the n-th request of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sandbox import services
from sandbox.google.refusals import API_REASONS, OAUTH_REFUSALS

NAMED = {
    "spotify": {"quota", "rate_limit", "premium", "not_registered", "scope", "expired_token"},
    "google": {"quota", "unavailable", "internal", "permission", *OAUTH_REFUSALS, *API_REASONS},
}
WRONG_ANSWERS = {"out_of_range", "wrong_ids", "shape", "html", "floats", "zeroed", "empty", "short"}
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
    """Returns which effect this is. Raises ValueError, with the reason, for an invalid one.

    `html` is looked up first because such an effect may have a `status` as well.
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
    """A fault of a service, or of one kind of its requests. `seen` counts the matching requests so far."""

    service: str
    kind: str | None
    effect: dict[str, Any]
    nth: int
    times: int
    seen: int = 0

    def counts_and_hits(self) -> bool:
        """Counts one matching request and returns whether the fault hits it."""
        self.seen += 1
        return self.seen >= self.nth and not self.is_over()

    def is_over(self) -> bool:
        """Returns whether the fault had hit its last request before this one."""
        return self.times > 0 and self.seen >= self.nth + self.times


@dataclass(slots=True)
class FaultList:
    """The faults of a world, in the order in which they were added."""

    _faults: list[Fault] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(
        self, service: str, kind: str | None, effect: Mapping[str, Any], *, nth: int = 1, times: int = 1
    ) -> None:
        """Hits the nth matching request from now on and the following ones: `times` in all, 0 for no limit.

        `kind` None matches every kind of the service. Raises ValueError for an invalid fault. The effects are
        listed in `sandbox/README.md`.
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
        """Removes every fault."""
        with self._lock:
            self._faults.clear()

    def take(self, service: str, kind: str) -> dict[str, Any] | None:
        """Returns the effect for a request, or None.

        Every matching fault counts it; the one added first hits.
        """
        with self._lock:
            matching = [f for f in self._faults if f.service == service and f.kind in (None, kind)]
            hitting = [fault.effect for fault in matching if fault.counts_and_hits()]
        return hitting[0] if hitting else None
