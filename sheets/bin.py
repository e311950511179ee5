"""Whether a spreadsheet that the site made has been put into the bin: asked once a week, and daily while it is there.

The Sheets API reads and writes a file in the bin as any other, and after 30 days the file is gone:
https://developers.google.com/workspace/drive/api/guides/delete

    Monday     in no bin          written
    Wednesday  put into the bin   written all the same: nobody has asked
    Monday     in the bin         the schedule is paused, the page says until when it can be restored
    each day   asked again        restored: it goes on by itself
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from problems.kinds import Problem
from sheets.credentials import client_for
from sheets.models import LinkedSheet
from sheets.problems import SheetInBin

log = logging.getLogger(__name__)

# Half a day less than a week: each daily run is a little later or earlier than the one before.
LOOK_EVERY = timedelta(days=6, hours=12)
KEPT_IN_BIN = timedelta(days=30)


def require_out_of_bin(sheet: LinkedSheet, hold: Callable[..., int]) -> None:
    """Asks Google where it is time, with `hold` on both sides (`sheets.writer.Hold`). Raises `SheetInBin`.

    An answer that does not come stops no sync, unless the sheet was in the bin: then its problem is raised.
    """
    now = timezone.now()
    if not _is_due(sheet, now):
        return
    client = client_for(sheet)
    hold(reads=0, writes=0)
    try:
        is_in_bin = client.is_trashed(sheet.spreadsheet_id)
    except Problem as problem:
        if sheet.is_in_bin:
            raise
        # The Drive API may be switched off in the installation's project; what is wrong with the sheet itself, the
        # Sheets API is about to say.
        log.warning("sheet %s: Google does not say whether it is in the bin: %s", sheet.pk, problem.code)
        return
    finally:
        hold(reads=client.reads, writes=0)
    before = _last_look(sheet)
    # While it is there the moment stays: it tells since when it can be in the bin.
    sheet.is_in_bin, sheet.bin_looked_at = is_in_bin, before if is_in_bin else now
    sheet.save(update_fields=["is_in_bin", "bin_looked_at"])
    if is_in_bin:
        raise SheetInBin(day=max(before + KEPT_IN_BIN, now).date().isoformat())


def _is_due(sheet: LinkedSheet, now: datetime) -> bool:
    # Of a file that is shared with the site only its owner may know: nobody else sees it in the bin.
    if sheet.method != LinkedSheet.Method.CREATED:
        return False
    return sheet.is_in_bin or now - _last_look(sheet) >= LOOK_EVERY


def _last_look(sheet: LinkedSheet) -> datetime:
    return sheet.bin_looked_at or sheet.linked_at
