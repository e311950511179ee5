"""The syncs of pictured people: forty usual days, one that stopped, and one whose receipt says everything there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from library.models import SavedTrack
from providers.google.problems import ValidationInTheWay
from providers.spotify.problems import SpotifyPremiumLapsed
from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from sheets.receipt import ListedCells, SheetReceipt, TabReceipt, TrackWithoutRow
from syncer.models import SyncRun
from syncer.receipt import OddityCount, Receipt, RemovedTrack, Requests

DAYS = 40
FULL, FAILED = 5, 7
"""How many days ago the sync was whose receipt is full, and the one that stopped."""


def add_runs(user: User, tracks: int, saves: Sequence[SavedTrack], now: datetime) -> None:
    random = Random(9)  # noqa: S311 - pictures
    names = [save.track.full_name for save in saves[-8:] if save.track]
    for day in range(DAYS):
        at = now - timedelta(days=day, hours=4)
        came = random.choice((0, 0, 1, 2, 5)) if tracks else 0
        receipt = _receipt(tracks, names, min(came, tracks), has_removed=day == 3 and tracks > 0)
        if day == FULL and tracks:
            _fill(receipt, names)
        has_failed = day == FAILED
        if has_failed:
            receipt.sheet = None
        SyncRun.objects.create(
            user=user,
            trigger=random.choice(("schedule", "schedule", "person", "api")),
            state="failed" if has_failed else "done",
            problem_code=SpotifyPremiumLapsed.code if has_failed else "",
            created_at=at,
            started_at=at,
            finished_at=at + timedelta(seconds=2),
            receipt=receipt.to_json(),
            spotify_requests=1,
        )


def _receipt(tracks: int, names: Sequence[str], came: int, *, has_removed: bool) -> Receipt:
    rows = min(tracks, 50)
    return Receipt(
        spotify_total=tracks,
        database=tracks,
        added=came,
        removed=int(has_removed),
        changed=0,
        saved_again=0,
        came=list(names[:came]),
        went=[RemovedTrack(names[-1])] if has_removed else [],
        read_kind="recent",
        seconds={"read": 0.4, "write": 1.1},
        requests=Requests(1, 1, 1 if came else 0),
        sheet=SheetReceipt(
            tab="Saved tracks",
            columns=list(DEFAULT_COLUMNS),
            sheet_scope=LinkedSheet.Scope.RECENT,
            recent_count=50,
            sheet_rows=rows,
            outside_scope=tracks - rows,
            rows_added=came,
            rows_deleted=came if tracks > rows else 0,
            tabs=[TabReceipt("Workout", rows=min(tracks, 100), rows_added=min(came, 1))],
            unchanged=not came,
        ),
    )


def _fill(receipt: Receipt, names: Sequence[str]) -> None:
    """Adds one of each thing that a receipt can tell of."""
    headers = [column.header for column in COLUMNS.values()]
    receipt.read_kind = "full"
    receipt.added = receipt.removed = receipt.changed = receipt.saved_again = 1
    receipt.came, receipt.came_more = [*names], 1_380
    receipt.went = [
        RemovedTrack(name, "2026-05-03T09:04:00+00:00", "2026-05-03T09:04:02+00:00") for name in names[:2]
    ]
    receipt.went_more = 1
    receipt.unconfirmed, receipt.held, receipt.kept_missing, receipt.came_to_rest = 1, 25, 1, False
    receipt.oddities = [
        OddityCount("added_date_invalid", count=1, tracks=tuple(names[:1])),
        OddityCount("unstorable_characters", "track_name", 2, tuple(names[:2])),
        OddityCount("track_not_object", count=3),
    ]
    sheet = receipt.sheet
    assert sheet is not None  # noqa: S101 - just made
    sheet.unchanged = False
    sheet.rows_added, sheet.rows_updated, sheet.rows_deleted = 1, 1_204, 1
    sheet.user_rows, sheet.removed_rows, sheet.truncated = 1, 1, 1
    sheet.left_out = [
        TrackWithoutRow("saved_twice", names[0]),
        TrackWithoutRow("track_unknown", number=17, saved_at="2024-02-29T08:15:00"),
    ]
    sheet.kept, sheet.kept_out_of_scope, sheet.returned = [*names[:1]], [*names[1:3]], [*names[:1]]
    sheet.repaired = [ListedCells(headers[0], ("A2", "A9")), ListedCells(headers[1])]
    sheet.unwritable_cells = [ListedCells(headers[2], ("C4",))]
    sheet.unwritable_cells_more = 12
    sheet.tabs = [
        TabReceipt("Workout", rows=70, rows_added=1, rows_deleted=1, kept=[*names[:1]]),
        TabReceipt("Chill", problem_code=ValidationInTheWay.code),
    ]
