"""A type of problem documents."""

from __future__ import annotations

from ninja import Schema

from api.problem_documents import title_of
from problems.kinds import Problem
from problems.texts import TEXTS


class ProblemType(Schema):
    """What the `type` of a problem document points to. `kind` says what to do next, `detail` has `%(name)s` for a value."""

    code: str
    kind: str
    title: str
    detail: str

    @classmethod
    def of(cls, problem: type[Problem]) -> ProblemType:
        """Returns what the API shows of a class of problems."""
        return cls(
            code=problem.code,
            kind=problem.kind,
            title=str(title_of(problem)),
            detail=str(TEXTS[problem.code]),
        )


class ProblemDocument(Schema):
    """RFC 9457: any answer that is not what was asked for. `values` are what `detail` was made of."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    values: dict[str, object]
