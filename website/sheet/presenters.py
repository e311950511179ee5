"""What is shown when a sheet could not be linked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from problems.kinds import Problem, TryLater
from problems.texts import describe_problem


def describe_link_problem(problem: Problem) -> str:
    """Returns the text of a problem at linking, or at making a spreadsheet or a tab: none of them goes on by itself."""
    if isinstance(problem, TryLater):
        return _(
            "Google does not answer as it should at the moment, so nothing was changed. Try again in a minute."
        )
    return describe_problem(problem)
