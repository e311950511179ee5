"""The form of a sheet's settings, as a browser sends it, and the settings that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from accounts.models import User
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from sheets.sheet_settings import SheetSettings, settings_of

PATH = "/sheet/"


@pytest.fixture
def default_columns(alice, sandbox) -> None:
    """Alice's sheet is a spreadsheet without charts, and Google says so whenever a column is deselected."""
    google = sandbox.world.google
    file = google.create_spreadsheet("alice@example.com", "Alice's tracks")
    google.share(file.id, google.service_account_email, "writer")
    LinkedSheet.objects.update(
        spreadsheet_id=file.id, method=LinkedSheet.Method.SHARED, gid=0, columns=list(DEFAULT_COLUMNS)
    )


def form_data(*columns: str, order: Sequence[str] = (), **more: str) -> dict[str, Any]:
    """Returns the form as a browser sends it: these columns ticked, and all of them in this order, or in `order`.

    The box of Link is disabled, so that a browser sends nothing of it but its place.
    """
    ticked = [name for name in columns if name != "link"]
    usual = {"scope": "recent", "recent_count": "50", "removed": "go", "mode": "merge"}
    return {"columns": ticked, "order": [*(order or columns)], **usual, **more}


def current_settings(user: User) -> SheetSettings:
    return settings_of(LinkedSheet.objects.get(user=user))
