"""What can go wrong, typed by what to do next.

A problem is a class in the `problems.py` of the package that raises it: a code, the values that its text needs,
and traits that policies go by. It holds no prose: `problems.texts` has the words, and only entry points (pages,
commands, the admin) ask for them.

    class SheetTaken(AskUser):
        code = "sheet_taken"

    raise SheetTaken
    raise TabNotFound(title="Chill")        # values are JSON
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

REGISTRY: dict[str, type[Problem]] = {}
"""Every problem that can be raised or stored, by its code."""


class Remedy(Enum):
    """What the text of a problem asks the person to do here, besides trying again and connecting again."""

    CHOOSE_SETTINGS = "choose settings"
    LINK_ANOTHER_SHEET = "link another sheet"
    MAKE_TAB_AGAIN = "make the tab again"


class Problem(Exception):
    """A failure that a person may have to read about. `values` are what its text needs: plain JSON, no secrets."""

    kind: ClassVar[str] = ""
    code: ClassVar[str] = ""
    may_be_outage: ClassVar[bool] = False
    """A vendor in trouble answers so to people who have changed nothing; see `syncer.outages`."""
    may_heal: ClassVar[bool] = False
    """It may be over without a click here: once a day it is looked at again. Where it may be an outage as well, a second
    answer confirms it first."""
    about_one_tab: ClassVar[bool] = False
    """One of the tabs may be behind it, and not the spreadsheet or the permission."""
    remedies: ClassVar[frozenset[Remedy]] = frozenset()
    """What its text names: a page that shows the text has a button for each."""
    is_open_ended: ClassVar[bool] = False
    """How long it lasts is not known: each attempt waits longer than the last."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Registers the class. Raises `TypeError` when its code is taken."""
        super().__init_subclass__(**kwargs)
        # Its own code only: a subclass without one, such as a kind, is no problem of its own.
        code = cls.__dict__.get("code")
        if code:
            if code in REGISTRY:
                raise TypeError(f"two problems have the code {code}")
            REGISTRY[code] = cls

    def __init__(self, **values: Any) -> None:
        self.values: dict[str, Any] = values
        # Logs and tracebacks show the code alone: values may be names of a person's tabs or tracks.
        super().__init__(self.code)

    @property
    def fix(self) -> str:
        """The one thing that solves it: a vendor to connect again, "sheet" to look at, or "" for nothing."""
        return ""


class TryLater(Problem):
    """Temporary: the work continues by itself at `when` (aware UTC), and the person has nothing to do."""

    kind = "try later"

    def __init__(self, *, when: datetime, **values: Any) -> None:
        super().__init__(**values)
        self.when = when


class Unclear(TryLater):
    """A write whose outcome is unknown: it may still be applied until `when`; read again then."""


class Reconnect(Problem):
    """The person's permission at `vendor` ("spotify" or "google") has ended: they sign in there again."""

    kind = "reconnect"

    def __init__(self, *, vendor: str, **values: Any) -> None:
        super().__init__(vendor=vendor, **values)
        self.vendor = vendor

    @property
    def fix(self) -> str:
        return self.vendor


class AskUser(Problem):
    """Only the person can put this right. The schedule pauses until then."""

    kind = "ask user"

    @property
    def fix(self) -> str:
        return "sheet"


class AskOperator(Problem):
    """Only the operator of this installation can put this right (app settings, an allow-list, Premium)."""

    kind = "ask operator"


class Bug(Problem):
    """A defect: an answer or a state that the code does not know."""

    kind = "bug"


def stored(problem: Problem) -> Mapping[str, Any]:
    """The columns of a row that keeps a problem: its code and values, never its words."""
    return {"problem_code": problem.code, "problem_values": problem.values}
