"""A run in one line, for the command line; what the admin says of a deletion."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.revocation import GOOGLE_CONNECTIONS
from problems.texts import describe
from syncer.models import SyncRun
from syncer.receipt import Receipt


def describe_run(run: SyncRun) -> str:
    """Returns who was synced, and what came of it: the counts of a run that is done, else why it is not."""
    if run.state == SyncRun.State.DONE:
        return _describe_done(run, Receipt.from_json(run.receipt))
    values = {
        "user": run.user,
        "state": run.get_state_display(),
        "problem": describe(run.problem_code, run.problem_values),
        "when": f"{run.resume_at:%Y-%m-%d %H:%M} UTC" if run.resume_at else "",
    }
    if run.resume_at:
        return _("%(user)s: %(state)s until %(when)s. %(problem)s") % values
    return _("%(user)s: %(state)s. %(problem)s") % values


def _describe_done(run: SyncRun, receipt: Receipt) -> str:
    values = {
        "user": run.user,
        "spotify": receipt.spotify_total,
        "database": receipt.database,
        "sheet": receipt.sheet.sheet_rows if receipt.sheet else None,
        "added": receipt.added,
        "removed": receipt.removed,
        "spotify_requests": run.spotify_requests,
        "google_requests": run.google_reads + run.google_writes,
    }
    text = _(
        "%(user)s: done. Spotify %(spotify)s, database %(database)s, sheet %(sheet)s; %(added)s added,"
        " %(removed)s removed; %(spotify_requests)s Spotify and %(google_requests)s Google requests"
    )
    return text % values


def describe_unrevoked_of(user: User) -> str:
    """Returns what the operator reads where Google has not confirmed at once that it took a person's permission back."""
    values = {"user": user, "address": GOOGLE_CONNECTIONS}
    return (
        _(
            "%(user)s is deleted, but Google has not confirmed yet that their permission is taken back. We go on asking for a"
            " day; if Google does not answer within it, only they can take it back, at %(address)s."
        )
        % values
    )
