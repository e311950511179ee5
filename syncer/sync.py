"""One sync from start to end. Read this module first: it is the coordinator, and only it joins all the steps.

    claim the run ─ read Spotify, store the library ─ write the sheet ─ finish with a receipt
                    └──────────── a problem on the way ─────────────────┘
                      TryLater               the run waits until `when` and continues by itself
                      Reconnect, AskUser     the run fails and the person's schedule pauses
                      AskOperator, Bug       the run fails, the schedule continues
                      LostLease              another worker has the run: nothing more is written

Reading is `syncer.reading`, the lease is `syncer.leases`, writing is `sheets.writer`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from accounts.log_context import log_context
from accounts.models import Credential
from accounts.token_refresh import access_token
from library.queries import came_since, changes_since, went_since
from problems.kinds import AskOperator, AskUser, Bug, Problem, Reconnect, TryLater
from providers.spotify import request_budget
from providers.spotify.client import SpotifyClient
from providers.spotify.problems import ExpiredToken, SpotifyLimit, SpotifyPagesLater
from providers.spotify.records import Page
from sheets.models import LinkedSheet
from sheets.problems import NoSheet
from sheets.queries import sheet_to_write
from sheets.sheet_settings import is_outdated
from sheets.writer import write_sheet
from syncer import leases, retry, runs, schedule
from syncer.clicks import next_sync_at
from syncer.confirmation import wait_for_confirmation
from syncer.models import Schedule, SyncRun
from syncer.outages import hold_for_outage
from syncer.problems import FreshTokenRefused, SettingsChanged, UnknownFailure
from syncer.reading import ReadReport, read_library
from syncer.receipt import OddityCount, Receipt, RemovedTrack, Requests
from syncer.sheet_settings import resync_if_changed
from syncer.turns import LibraryTurns

log = logging.getLogger(__name__)

Listener = Callable[[SyncRun], None]


def no_listener(run: SyncRun) -> None:
    """Ignores the progress of a run."""


def run_sync(run_id: int, *, listener: Listener = no_listener) -> SyncRun | None:
    """Works on a run until it is done, waits or has failed; returns it, or None if another worker has it.

    `listener` is called with the run after each step: the command line draws its progress bar from it.
    """
    claim = leases.claim(run_id)
    if claim is None:
        return None
    # An attempt adds to the receipt of the one before, whose rows are in the sheet already.
    receipt = Receipt.from_json(claim.run.receipt)
    with log_context(run=run_id, person=claim.run.user_id):
        try:
            _attempt(claim, receipt, listener)
        except leases.LostLease:
            log.warning("run %s was taken over by another worker", run_id)
            return None
    listener(claim.run)
    return claim.run


def _attempt(claim: leases.Claim, receipt: Receipt, listener: Listener) -> None:
    """Reads and writes, and ends the attempt by what happened. Raises `LostLease`, or a database error."""
    run = claim.run
    try:
        sheet = _read_and_write(claim, receipt, listener)
    except TryLater as problem:
        runs.wait(claim, retry.postpone(run, problem), receipt)
    except (Reconnect, AskUser) as problem:
        pause_or_hold(claim, problem, receipt)
    except (AskOperator, Bug) as problem:
        log.warning("run %s stopped: %s %s", run.pk, problem.code, problem.values)
        runs.fail(claim, problem, receipt)
    except leases.LostLease:
        raise
    except retry.server_errors() as error:
        log.warning("run %s continues later: %s", run.pk, error)
        # Django keeps a broken connection until the end of a request, and a worker has no requests.
        close_old_connections()
        # Raises as well while the database is away: then the lease runs out, and the run is handed out anew.
        runs.wait(claim, retry.postpone(run, retry.until_servers_return(run)), receipt)
    except Exception:
        # What a run stands on may be deleted under it: then its lease is lost as well, and the error means nothing.
        leases.renew_lease(claim)
        # The one place that catches everything: an unknown error must reach the person and the log, not the worker.
        log.exception("run %s met an unknown error", run.pk)
        runs.fail(claim, UnknownFailure(), receipt)
    else:
        _finish(claim, receipt)
        # After the end: a run still active would be returned by `request_run` instead of a new one.
        resync_if_changed(sheet)
        log.info("run %s of user %s is done", run.pk, run.user_id)


def _finish(claim: leases.Claim, receipt: Receipt) -> None:
    """Ends the run as done, and a pause for a problem with it. Raises `LostLease`."""
    # As it was when the run was claimed: only a run of the person's pauses it for a problem, and this is the one.
    plan: Schedule | None = getattr(claim.run.user, "schedule", None)
    if plan is None or plan.pause != Schedule.Pause.PROBLEM:
        runs.finish(claim, receipt)
        return
    with transaction.atomic():
        runs.finish(claim, receipt)
        schedule.end_problem(claim.run.user)


def pause_or_hold(claim: leases.Claim, problem: Problem, receipt: Receipt) -> None:
    """Fails the run and pauses the person's schedule, or lets the run wait: for a second answer, or in an outage.

    Raises `LostLease`.
    """
    wait = hold_for_outage(claim, problem) or wait_for_confirmation(claim.run, problem)
    if wait is not None:
        runs.wait(claim, wait, receipt)
        return
    # Together: a page that shows the end of the run has the button that helps, and a worker that dies leaves neither.
    with transaction.atomic():
        runs.fail(claim, problem, receipt)
        schedule.pause_for(claim.run.user, problem)


def _read_and_write(claim: leases.Claim, receipt: Receipt, listener: Listener) -> LinkedSheet:
    """Returns the sheet as it was written, with the settings it was written by.

    Raises `SettingsChanged` once it is to be written otherwise, and the problems that stop the run.
    """
    run = claim.run
    # Before Spotify is asked: no request is spent on a run that cannot write.
    retry.require_no_unclear_write(_required(getattr(run.user, "sheet", None)))
    started = time.monotonic()
    # A slice of the pages behind the first does not look at what is new.
    newest_read_at = "" if run.reads_pages else timezone.now().isoformat()
    turns = LibraryTurns(run, settings.SPOTIFY_CLIENT_ID)
    try:
        report = _read(claim, turns, listener)
    except TryLater as problem:
        has_head = turns.is_reading or isinstance(problem, SpotifyPagesLater)
        if has_head:
            leases.note(claim, reads_pages=True)
        if isinstance(problem, SpotifyPagesLater) and newest_read_at:
            receipt.newest_read_at = newest_read_at
        if has_head and retry.postpone(run, problem).when - timezone.now() > runs.SHORT_WAIT:
            # The rest may come days later, or never where one page keeps failing: what is new, or the top of a first
            # import, does not wait for it.
            receipt.add_seconds("read", time.monotonic() - started)
            _write(claim, receipt, listener)
        raise
    _record_reading(receipt, report, run)
    if run.attempts > 1 and run.started_at:
        # The report knows this attempt only; the database knows what all of them have found.
        for name, count in changes_since(run.user, run.started_at).items():
            setattr(receipt, name, count)
    receipt.add_seconds("read", time.monotonic() - started)
    sheet = _write(claim, receipt, listener)
    if report.delay:
        # Everything else is written: the run waits with the removals alone, or with the pages behind the first.
        leases.note(claim, reads_pages=isinstance(report.delay, SpotifyPagesLater))
        raise report.delay
    return sheet


def _write(claim: leases.Claim, receipt: Receipt, listener: Listener) -> LinkedSheet:
    """Brings the sheet to what is stored, and returns it as it was written. Raises the problems that stop the run."""
    run = claim.run
    leases.note(claim, phase="writing", receipt=receipt.to_json())
    listener(run)
    started = time.monotonic()
    # Read again: a first import takes minutes, in which the person may have changed the settings.
    sheet = _required(sheet_to_write(run.user))
    try:
        receipt.sheet = write_sheet(sheet, partial(_hold_lease, claim, sheet))
    except AskUser:
        # Of what the person does not want any more the problem says nothing: asking them to mend it would be wrong.
        _require_unchanged(sheet)
        raise
    receipt.add_seconds("write", time.monotonic() - started)
    receipt.requests = Requests(run.spotify_requests, run.google_reads, run.google_writes)
    return sheet


def _hold_lease(claim: leases.Claim, sheet: LinkedSheet, *, reads: int, writes: int) -> int:
    """Renews the lease while the sheet is written and counts the requests; see `sheets.writer.Hold`.

    Proves before each request that it is still wanted: unlinking the sheet, deleting the account and switching the
    person off have ended the run (`LostLease`), and so has a pause; raises `SettingsChanged` for other settings or tabs.
    """
    run = claim.run
    leases.renew_lease(claim, google_reads=run.google_reads + reads, google_writes=run.google_writes + writes)
    _require_unchanged(sheet)
    return run.google_writes


def _require_unchanged(sheet: LinkedSheet) -> None:
    """Raises `SettingsChanged` once the sheet is to be written otherwise than when it was read from the database."""
    if is_outdated(sheet, with_tabs=True):
        # Changed settings ask for a sync and are counted then; changed tabs are left to the next one, which this is.
        raise SettingsChanged(when=next_sync_at(sheet.user, is_counted=is_outdated(sheet)))


def _required(sheet: LinkedSheet | None) -> LinkedSheet:
    """Raises `NoSheet` for None."""
    if sheet is None:
        raise NoSheet
    return sheet


def _read(claim: leases.Claim, turns: LibraryTurns, listener: Listener) -> ReadReport:
    """Reads the library, and once again with a new token if the first one ends half-way.

    Raises `FreshTokenRefused` if the new one is refused too, and what `read_library` raises.
    """
    user = claim.run.user
    block = request_budget.active_block(settings.SPOTIFY_CLIENT_ID)
    if block is not None:
        raise block
    try:
        return _read_with(claim, access_token(user, Credential.Provider.SPOTIFY), turns, listener)
    except ExpiredToken:
        # `force`: the credential still says that the token is good for some minutes.
        fresh = access_token(user, Credential.Provider.SPOTIFY, force=True)
    try:
        # Pages may have been stored with the first token.
        return replace(_read_with(claim, fresh, turns, listener), has_stored=True)
    except ExpiredToken as error:
        raise FreshTokenRefused(vendor="spotify") from error


def _read_with(claim: leases.Claim, token: str, turns: LibraryTurns, listener: Listener) -> ReadReport:
    """Reads the library with one access token. Raises `ExpiredToken`, and what `read_library` raises."""
    run, client_id = claim.run, settings.SPOTIFY_CLIENT_ID
    # A share of the budget is kept for clicks: a person who waits is served when the night's syncs have used the rest.
    interactive = run.trigger != SyncRun.Trigger.SCHEDULE
    client = SpotifyClient(
        token, take=partial(request_budget.take_spotify, client_id=client_id, interactive=interactive)
    )
    before = run.spotify_requests

    def progress(done: int, total: int) -> None:
        requests = before + client.requests
        fields = {"progress_done": done, "progress_total": total, "spotify_requests": requests}
        if turns.is_reading and not run.reads_pages:
            # Stored at once: a worker that is killed leaves a run that continues, and does not begin at the top.
            leases.renew_lease(claim, **fields, reads_pages=True)
        else:
            leases.note(claim, **fields)
        listener(run)
        turns.go_on()

    def fetch(offset: int, limit: int) -> Page:
        turns.take(offset)
        return client.page(offset, limit)

    def contains(spotify_ids: Sequence[str]) -> tuple[bool, ...]:
        turns.take_request()
        try:
            return client.contains(spotify_ids)
        except SpotifyLimit as problem:
            request_budget.block_spotify(client_id, problem)
            raise

    try:
        return read_library(
            run.user,
            fetch,
            contains,
            now=timezone.now,
            progress=progress,
            has_failed_before=run.attempts > 2,
            turns=turns,
        )
    except SpotifyLimit as problem:
        # The ban is the app's, not this person's: every further request of anyone would make it longer.
        request_budget.block_spotify(client_id, problem)
        raise
    finally:
        # Requests that were refused count as well: they are part of what the app has used.
        if run.spotify_requests != before + client.requests:
            leases.note(claim, spotify_requests=before + client.requests)


def _record_reading(receipt: Receipt, report: ReadReport, run: SyncRun) -> None:
    receipt.spotify_total = report.spotify_total
    receipt.database = report.stored
    receipt.added = report.added
    receipt.removed = report.removed
    receipt.changed = report.changed + report.relinked
    receipt.saved_again = report.resaved
    receipt.unconfirmed, receipt.held, receipt.kept_missing = report.unconfirmed, report.held, report.kept
    receipt.came_to_rest = report.complete
    if run.started_at and (run.attempts > 1 or report.has_stored):
        came, went = came_since(run.user, run.started_at), went_since(run.user, run.started_at)
        receipt.came, receipt.came_more = came.names, came.more
        receipt.went, receipt.went_more = [RemovedTrack.of(save) for save in went.saves], went.more
    receipt.oddities = [
        OddityCount(*oddity, count, tuple(report.odd_tracks.get(oddity, ())))
        for oddity, count in sorted(report.oddities.items())
    ]
    receipt.read_kind = report.kind
