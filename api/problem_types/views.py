"""Where the `type` of a problem document points to."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from api.problem_types.schemas import ProblemType
from api.problems import ApiNotFound
from problems.kinds import REGISTRY

router = Router(tags=["Problems"])


@router.get("", auth=None, response=list[ProblemType], summary="List the types of problems")
def list_problem_types(request: HttpRequest) -> list[ProblemType]:
    """Returns every code that a problem document can have. No token is needed."""
    return [ProblemType.of(problem) for _, problem in sorted(REGISTRY.items())]


@router.get("/{code}", auth=None, response=ProblemType, summary="Explain a type of problems")
def get_problem_type(
    request: HttpRequest,
    code: Annotated[str, Path(max_length=64, description="`code` of a problem document.")],
) -> ProblemType:
    """Returns what a code stands for. No token is needed. Raises `ApiNotFound`."""
    if code not in REGISTRY:
        raise ApiNotFound
    return ProblemType.of(REGISTRY[code])
