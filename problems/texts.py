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

# The problems of providers/
_PROVIDERS: dict[str, str | Promise] = {
    # providers: one line a code, in alphabetical order
}

# End of providers/


# The problems of accounts/
_ACCOUNTS: dict[str, str | Promise] = {
    # accounts: one line a code, in alphabetical order
}

# End of accounts/


# The problems of library/
_LIBRARY: dict[str, str | Promise] = {
    # library: one line a code, in alphabetical order
}

# End of library/


# The problems of enrichment/
_ENRICHMENT: dict[str, str | Promise] = {
    # enrichment: one line a code, in alphabetical order
}

# End of enrichment/


# The problems of sheets/
_SHEETS: dict[str, str | Promise] = {
    # sheets: one line a code, in alphabetical order
}

# End of sheets/


# The problems of syncer/
_SYNCER: dict[str, str | Promise] = {
    # syncer: one line a code, in alphabetical order
}

# End of syncer/


# The problems of website/
_WEBSITE: dict[str, str | Promise] = {
    # website: one line a code, in alphabetical order
}

# End of website/


TEXTS: dict[str, str | Promise] = {
    **_PROVIDERS,
    **_ACCOUNTS,
    **_LIBRARY,
    **_ENRICHMENT,
    **_SHEETS,
    **_SYNCER,
    **_WEBSITE,
}

UNKNOWN = _("Something went wrong that this version of the site has no words for.")


class _Values(dict[str, Any]):
    """A row stored by another version may lack a value: its text is shown all the same."""

    def __missing__(self, name: str) -> str:
        return "…"


def describe(code: str, values: Mapping[str, Any]) -> str:
    """Returns the text of a problem as it was stored; "" without a code."""
    if not code:
        return ""
    text = str(TEXTS.get(code) or values.get("sentence") or UNKNOWN)
    return text % _Values(values) if "%(" in text else text


def describe_problem(problem: Problem) -> str:
    """Returns the text of a problem that was just raised."""
    return describe(problem.code, problem.values)
