"""What can go wrong, typed by what to do next.

Every problem carries a stable `code` (for filters and tests) and the `sentence` a person reads:
what happened, what is safe, what to do. Doors (views, tasks, commands, admin) turn these into what they speak.
"""

from __future__ import annotations

from datetime import datetime


class Problem(Exception):
    """Something a person may have to read about."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class TryLater(Problem):
    """Nothing to do for anybody: the work goes on by itself at `when` (aware UTC)."""

    def __init__(self, code: str, sentence: str, *, when: datetime) -> None:
        super().__init__(code, sentence)
        self.when = when


class Unclear(TryLater):
    """A write whose outcome nobody knows: it may still be applied until `when`; read again then."""


class Reconnect(Problem):
    """The person's permission at `vendor` ("spotify" or "google") has ended: they sign in there again."""

    def __init__(self, code: str, sentence: str, *, vendor: str) -> None:
        super().__init__(code, sentence)
        self.vendor = vendor


class AskUser(Problem):
    """Only the person can put this right; the sentence says how. The schedule pauses until then."""


class AskOperator(Problem):
    """Only the operator of this installation can put this right (app settings, an allow-list, Premium)."""


class Bug(Problem):
    """Ours to mend: an answer or a state that the code does not know."""
