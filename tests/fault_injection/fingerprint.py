"""The state of a test in one value: what happens from equal states on is the same."""

from __future__ import annotations

import pickle
import random
from collections import deque
from dataclasses import replace
from hashlib import blake2b
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from accounts.sealing import unseal
from providers.google.credentials import SharedToken
from providers.rate_limits import limiter
from sandbox.google.rows_and_columns import BLANK
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.workbook import Workbook
from sandbox.world import World
from tests.fault_injection.scene import values_of
from tests.support.snapshots import read_rows

# A token is sealed to another text each time.
SEALED = "gAAAA"


def fingerprint(world: World, *more: Any) -> bytes:
    """Returns a value that is equal where clock, database, cache, counted requests, vendors and `more` are.

    Nobody may be at work. States that differ by no more than what an object is shared with have one value.
    """
    file = BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    pickler.fast = True
    pickler.dump((timezone.now(), _rows(), _memory(), _vendors(world), more))
    return blake2b(file.getvalue()).digest()


def _rows() -> list[Any]:
    return [(table, [tuple(map(_open, row)) for row in rows]) for table, rows in read_rows().items()]


def _open(value: Any) -> Any:
    return unseal(value) if isinstance(value, str) and value.startswith(SEALED) else value


def _memory() -> list[Any]:
    """What the process knows, and what it will draw at random."""
    shared = SharedToken._instance
    is_used = shared and shared.info is settings.GOOGLE_SERVICE_ACCOUNT
    token = shared._credentials.token if is_used else None
    counts = limiter().storage
    requests = {key: [(entry.atime, entry.expiry) for entry in hits] for key, hits in counts.events.items()}
    return [counts.storage, counts.expirations, requests, caches["default"]._cache, token, random.getstate()]


def _vendors(world: World) -> list[Any]:
    """Not what they have logged, nor the catalogue, which stays, nor how much was asked of Spotify, without a limit."""
    spotify, google = world.spotify, world.google
    assert spotify.limits.per_day is spotify.limits.per_30_seconds is spotify.on_page is None
    accounts = [(account.person.key, account.library.items) for account in spotify._accounts.values()]
    limits = replace(spotify.limits, _answered=deque())
    sheets = [(file.shares, *_without_blank_rows(file.workbook)) for file in google.spreadsheets.values()]
    return [accounts, values_of(spotify.grants), limits, values_of(google.grants), google.quotas, sheets]


def _without_blank_rows(book: Workbook) -> tuple[SpreadsheetState, list[Any]]:
    draft, rows = book.draft(None), []
    for tab in draft.tabs:
        rows.append((len(tab.rows), [(place, row) for place, row in enumerate(tab.rows) if row is not BLANK]))
        tab.rows = []
    return draft, rows
