"""The story of one sync: claim, read, store, write, record. The only place that sees all the rooms."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from accounts import token_refresh as tokens
from accounts.models import Credential, User
from library.queries import changes_since
from problems.kinds import AskOperator, AskUser, Bug, Problem, Reconnect, TryLater
from providers import rate_limits as quota
from providers.spotify.client import SpotifyClient
from providers.spotify.errors import ExpiredToken
from sheets.models import LinkedSheet
from sheets.sheet_settings import is_relinked
from sheets.writer import write_sheet
from syncer import outages as outage
from syncer import runs, schedule, waits
from syncer.models import SyncRun
from syncer.reading import ReadReport, read_library
from syncer.sheet_changes import resync_if_changed

log = logging.getLogger(__name__)

Listener = Callable[[SyncRun], None]
NOTHING_HEARD: Listener = lambda run: None  # noqa: E731


def run_sync(run_id: int, *, listener: Listener = NOTHING_HEARD) -> SyncRun | None:
    """Works on a run until it is done, has to wait, or stops; returns it, or None when it was not to be had.

    `listener` hears of the run after each step (the command line draws its progress bar from it).
    """
    claim = runs.claim(run_id)
    if claim is None:
        return None
    receipt: dict[str, Any] = dict(claim.run.receipt)
    try:
        _work(claim, receipt, listener)
    except runs.LostLease:
        log.warning("run %s was taken over by another worker", run_id)
        return None
    listener(claim.run)
    return claim.run


def _work(claim: runs.Claim, receipt: dict[str, Any], listener: Listener) -> None:
    try:
        written = _steps(claim, receipt, listener)
    except TryLater as problem:
        runs.wait(claim, waits.stretch(claim.run, problem), receipt)
    except (Reconnect, AskUser) as problem:
        _needs_the_person(claim, problem, receipt)
    except (AskOperator, Bug) as problem:
        log.warning("run %s stopped: %s %s", claim.run.pk, problem.code, problem.values)
        runs.stop(claim, problem, receipt)
    except runs.LostLease:
        raise
    except waits.OWN_SERVERS_AWAY as error:
        log.warning("run %s goes on later: %s", claim.run.pk, error)
        close_old_connections()  # one that broke stays broken
        # While the database is away this fails as well: then the lease runs out, and the run is handed out anew.
        runs.wait(claim, waits.stretch(claim.run, waits.until_own_servers_are_back(claim.run)), receipt)
    except Exception:
        # The one place where the unknown ends: recorded, shown, and tried again at the next slot.
        log.exception("run %s met something that the code does not know", claim.run.pk)
        runs.stop(claim, UNKNOWN, receipt)
    else:
        runs.finish(claim, receipt)
        resync_if_changed(written)
        log.info("run %s of user %s is done", claim.run.pk, claim.run.user_id)


UNKNOWN = Bug(
    "unknown",
    "Something went wrong that we do not know yet. What was read is kept, and no cell of your sheet is lost."
    " The operator sees the details; the next daily sync tries again.",
)


def _needs_the_person(claim: runs.Claim, problem: Problem, receipt: dict[str, Any]) -> None:
    """Pauses the person's schedule, unless so many meet the same problem that it must be the vendor's."""
    later = outage.hold_for_outage(claim, problem)
    if later is not None:
        runs.wait(claim, later, receipt)
        return
    runs.stop(claim, problem, receipt)
    schedule.pause_for(claim.run.user, problem)


def _steps(claim: runs.Claim, receipt: dict[str, Any], listener: Listener) -> LinkedSheet:
    """Returns the sheet with the choice that was written."""
    waits.respect_unclear_write(_sheet_of(claim.run.user))
    started = time.monotonic()
    report = _read(claim, listener)
    receipt |= _reading_receipt(report)
    if claim.run.attempts > 1 and claim.run.started_at:
        receipt |= changes_since(claim.run.user, claim.run.started_at)
    _note_seconds(receipt, "read", started)
    runs.renew(claim, phase="writing", receipt=receipt)
    listener(claim.run)
    started = time.monotonic()
    sheet = _sheet_of(claim.run.user)  # a first import takes its time: the choice as it is by now
    try:
        receipt |= write_sheet(sheet, partial(_hold, claim))
    except AskUser as problem:
        if not is_relinked(sheet):
            raise
        raise waits.for_the_other_sheet() from problem
    _note_seconds(receipt, "write", started)
    receipt["requests"] = {
        "spotify": claim.run.spotify_requests,
        "google_reads": claim.run.google_reads,
        "google_writes": claim.run.google_writes,
    }
    return sheet


def _hold(claim: runs.Claim, *, reads: int, writes: int) -> int:
    """Keeps the lease while the sheet is written; see `sheets.writer.Hold`."""
    run = claim.run
    runs.renew(claim, google_reads=run.google_reads + reads, google_writes=run.google_writes + writes)
    return run.google_writes


def _sheet_of(user: User) -> LinkedSheet:
    sheet = LinkedSheet.objects.filter(user=user).first()
    if sheet is None:
        raise AskUser(
            "no_sheet", "No sheet is linked yet, so there is nothing to write into. Link one first."
        )
    return sheet


def _note_seconds(receipt: dict[str, Any], part: str, started: float) -> None:
    seconds = receipt.setdefault("seconds", {})
    seconds[part] = round(seconds.get(part, 0) + time.monotonic() - started, 3)


def _read(claim: runs.Claim, listener: Listener) -> ReadReport:
    """Reads the library; an access token that ends half-way is refreshed once, and reading goes on."""
    user = claim.run.user
    block = quota.tell_block(settings.SPOTIFY_CLIENT_ID)
    if block is not None:
        raise block
    runs.renew(claim, phase="reading")
    try:
        return _read_with(claim, tokens.access_token(user, Credential.Provider.SPOTIFY), listener)
    except ExpiredToken:
        fresh = tokens.access_token(user, Credential.Provider.SPOTIFY, force=True)
    try:
        return _read_with(claim, fresh, listener)
    except ExpiredToken as error:
        raise Reconnect(
            "spotify_token",
            "Spotify does not accept the access it gave us itself. Your sheet is untouched. Connect Spotify again.",
            vendor="spotify",
        ) from error


def _read_with(claim: runs.Claim, access_token: str, listener: Listener) -> ReadReport:
    client_id = settings.SPOTIFY_CLIENT_ID
    interactive = claim.run.trigger != SyncRun.Trigger.SCHEDULE
    door = SpotifyClient(
        access_token, take=partial(quota.take_spotify, client_id=client_id, interactive=interactive)
    )
    before = claim.run.spotify_requests

    def progress(done: int, total: int) -> None:
        runs.renew(claim, progress_done=done, progress_total=total, spotify_requests=before + door.requests)
        listener(claim.run)

    try:
        return read_library(claim.run.user, door.page, now=timezone.now, progress=progress)
    except TryLater as problem:
        if problem.code in ("spotify_quota", "spotify_rate_limit"):
            quota.block_spotify(client_id, problem)
        raise
    finally:
        if claim.run.spotify_requests != before + door.requests:
            runs.renew(claim, spotify_requests=before + door.requests)


def _reading_receipt(report: ReadReport) -> dict[str, Any]:
    return {
        "spotify_total": report.spotify_total,
        "database": report.stored,
        "added": report.added,
        "removed": report.removed,
        "changed": report.changed + report.relinked,
        "saved_again": report.resaved,
        "oddities": [f"{what} ({count})" for what, count in sorted(report.oddities.items())],
        "read_kind": report.kind,
    }
