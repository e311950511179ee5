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
    "cells_do_not_hold": _(
        "Cells of ours do not keep what we write into them, so we stopped. What was written before is right, and"
        " nothing of yours is lost. As a rule they are part of merged cells: in Google Sheets select our columns and"
        " choose Format, Merge cells, Unmerge. If a script or an add-on changes them, switch it off. Then sync again."
    ),
    "mirror_refused": _(
        "This tab is set to be an exact copy of your library, but you have typed into our columns (%(cells)s)."
        " Move those cells elsewhere, or choose “Beside what is mine” instead."
    ),
    "mirror_refused_rows": _(
        "This tab is set to be an exact copy of your library, but beside rows that have to go you keep notes or"
        " cells of your own (row %(rows)s). Move them elsewhere, or choose “Beside what is mine” instead."
    ),
}

# End of sheets/


# The problems of syncer/
_SYNCER: dict[str, str | Promise] = {
    # syncer: one line a code, in alphabetical order
    "google_unclear": _(
        "Google did not say whether it took our last change. We wait until it must be done, then look"
        " at your sheet and go on from what stands there."
    ),
    "no_sheet": _("No sheet is linked yet, so there is nothing to write into. Link one first."),
    "outage": _(
        "Many people's syncs fail alike at the moment, so we take it for an outage and disconnect nobody."
        " Your sheet is untouched; the sync goes on by itself."
    ),
    "overtaken": _("Another sync of this library was faster; this one goes on in a minute."),
    "sheet_relinked": _(
        "You linked another sheet while the one before was being written. What was read is kept; the sync goes on"
        " with the new one by itself."
    ),
    "site_restarting": _(
        "A part of this site, its database or its queue, was away for a moment. What was read is kept, and your"
        " sheet loses nothing; the sync goes on by itself."
    ),
    "spotify_token": _(
        "Spotify does not accept the access it gave us itself. Your sheet is untouched. Connect Spotify again."
    ),
    "unknown": _(
        "Something went wrong that we do not know yet. What was read is kept, and no cell of your sheet is lost."
        " The operator sees the details; the next daily sync tries again."
    ),
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
    """A row stored by another version may lack a value: its text is shown all the same.

    A list is shown as its items; `more` says how many of them were not stored.
    """

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if not isinstance(value, list):
            return value
        items, more = ", ".join(map(str, value)), self.get("more")
        return _("%(items)s and %(more)s more") % {"items": items, "more": more} if more else items

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
