"""The form of a sheet's settings, as a browser sends it, and the settings that are stored."""

from __future__ import annotations

import pytest

from accounts.models import User
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from sheets.sheet_settings import SheetSettings, settings_of

PATH = "/sheet/contents/"


@pytest.fixture
def default_columns(alice, sandbox) -> None:
    """Alice's sheet is a spreadsheet without charts, and Google says so whenever a column is deselected."""
    google = sandbox.world.google
    file = google.create_spreadsheet("alice@example.com", "Alice's tracks")
    google.share(file.id, google.service_account_email, "writer")
    LinkedSheet.objects.update(
        spreadsheet_id=file.id, method=LinkedSheet.Method.SHARED, gid=0, columns=list(DEFAULT_COLUMNS)
    )


def form_data(*columns: str, **more: str) -> dict[str, str]:
    """Returns the form with these columns ticked and numbered from 1."""
    ticked = {f"show_{name}": "on" for name in columns if name != "link"}
    places = {f"place_{name}": str(place) for place, name in enumerate(columns, 1)}
    usual = {"scope": "recent", "recent_count": "50", "removed": "go", "mode": "merge"}
    return usual | ticked | places | more


def current_settings(user: User) -> SheetSettings:
    return settings_of(LinkedSheet.objects.get(user=user))
