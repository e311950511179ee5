"""The words of every problem, by its code: what happened, what is safe, what to do.

The one registry for pages, mail, command line and admin. A test holds it complete both ways: each problem has a
text, each text a problem. `%(name)s` stands for a value of the problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from problems.kinds import Problem

SITE_PROBLEMS: dict[str, str | Promise] = {}

TEXTS: dict[str, str | Promise] = {**SITE_PROBLEMS}

UNKNOWN = _("Something went wrong that this version of the site has no words for.")


def describe(code: str, values: Mapping[str, Any]) -> str:
    """Returns the text of a problem as it was stored; "" without a code."""
    if not code:
        return ""
    text = str(TEXTS.get(code) or values.get("sentence") or UNKNOWN)
    return text % values if "%(" in text else text


def describe_problem(problem: Problem) -> str:
    """Returns the text of a problem that was just raised."""
    return describe(problem.code, problem.values)
