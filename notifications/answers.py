"""What came of one try of a message. Kept with the message: nothing of what the receiver said but its status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

MOST_ANSWERS = 10
"""Of one message. It is tried eight times, and once more for each worker that dies at it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is None where there was no answer; `failure` is the code of why, "" where there was one."""

    at: datetime
    status: int | None
    failure: str
    milliseconds: int | None

    def to_json(self) -> dict[str, Any]:
        """Returns what is stored."""
        return {
            "at": self.at.isoformat(),
            "status": self.status,
            "failure": self.failure,
            "milliseconds": self.milliseconds,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Answer:
        """Returns the answer that was stored."""
        return cls(
            at=datetime.fromisoformat(stored["at"]),
            status=stored["status"],
            failure=stored["failure"],
            milliseconds=stored["milliseconds"],
        )


def add_answer(stored: list[dict[str, Any]], answer: Answer) -> list[dict[str, Any]]:
    """Returns the stored answers with one more, the oldest first, and no more than are kept."""
    return [*stored, answer.to_json()][-MOST_ANSWERS:]


def newest_first(stored: list[dict[str, Any]]) -> list[Answer]:
    """Returns the stored answers, the newest first."""
    return [Answer.from_json(one) for one in reversed(stored)]
