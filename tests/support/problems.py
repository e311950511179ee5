"""What a person reads of a problem, in tests."""

from __future__ import annotations

from problems.kinds import Problem
from problems.texts import describe, describe_problem


def text_of(row_or_problem) -> str:
    """The text of a problem, or of the one that a run or a schedule keeps; "" for none."""
    if isinstance(row_or_problem, Problem):
        return describe_problem(row_or_problem)
    return describe(row_or_problem.problem_code, row_or_problem.problem_values)
