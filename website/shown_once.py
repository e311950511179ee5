"""Forms that make something with a secret, which is in the answer to the form and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest

from problems.kinds import AskUser
from problems.texts import describe_problem

F = TypeVar("F", bound=forms.Form)


def make_from_form(request: HttpRequest, form_class: type[F], make: Callable[[F], str]) -> tuple[F, str]:
    """Returns the form that the page shows, and the secret of what was just made with `make`; "" without one.

    A problem that the person can solve is an error of the form.
    """
    form = form_class(request.POST or None)
    if not form.is_valid():
        return form, ""
    try:
        return form_class(), make(form)
    except AskUser as problem:
        form.add_error(None, describe_problem(problem))
        return form, ""
