"""Query parameters that an operation does not have are refused: a misspelled filter must not return everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, QueryDict
from ninja.operation import Operation

from api.problems import ApiRequestInvalid


def refuse_unknown(run: Callable[..., Any]) -> Callable[..., Any]:
    """Returns `run` of an operation whose view is called only with query parameters that the operation has.

    For `add_decorator(…, mode="view")`, which hands each operation's `run`. The check stands before the view and
    not before `run`, as who sends no token is told that first.
    """
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    names, lists = _query_of(operation)
    view = operation.view_func

    @wraps(view)
    def checked(request: HttpRequest, **values: Any) -> Any:
        """Raises `ApiRequestInvalid`, and what the view raises."""
        if errors := _errors(request.GET, names, lists):
            raise ApiRequestInvalid(errors=errors)
        return view(request, **values)

    operation.view_func = checked
    return run


def _query_of(operation: Operation) -> tuple[set[str], set[str]]:
    """Returns the names of an operation's query parameters, and of those that may be repeated."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    names = {name for model in models for name in model.__ninja_flatten_map__}
    return names, {name for model in models for name in model.__ninja_collection_fields__}


def _errors(sent: QueryDict, names: set[str], lists: set[str]) -> list[dict[str, Any]]:
    """Returns an error for each parameter that is unknown, or is repeated and no list."""
    known = f"the parameters are {', '.join(sorted(names))}" if names else "there are no parameters"
    unknown = [(name, f"unknown: {known}") for name in sent if name not in names]
    repeated = [
        (name, "sent more than once") for name in sorted(names - lists) if len(sent.getlist(name)) > 1
    ]
    return [{"place": ["query", name], "error": error} for name, error in unknown + repeated]
