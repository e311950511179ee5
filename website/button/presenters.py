"""The last sync in one sentence, as a telephone shows it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from syncer.models import SyncRun
from website.presenters import format_count
from website.runs.presenters import RunPresenter


def describe_last(last: RunPresenter | None) -> str:
    """Returns what came of the last sync, and when; "" where there was none."""
    if last is None:
        return ""
    values = {"when": last.when, "changes": _describe_changes(last)}
    if last.run.state != SyncRun.State.DONE:
        return _("The last sync stopped, %(when)s. %(problem)s") % (values | {"problem": last.problem})
    return _("Last synced %(when)s: %(changes)s.") % values


def _describe_changes(last: RunPresenter) -> str:
    changes = last.receipt.changes or []
    return ", ".join(f"{format_count(change.value)} {change.label}" for change in changes) or _("nothing new")
