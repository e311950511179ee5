"""A spreadsheet that is shared with the service account, and the door to it."""

import pytest

from accounts.models import Sheet, User
from syncer.load.sheet.google import SheetsDoor


@pytest.fixture
def book(sandbox):
    """Ada's spreadsheet, made by hand and shared."""
    google = sandbox.world.google
    file = google.create_spreadsheet("ada", "Songs")
    google.share(file.id, google.service_account_email)
    return file.workbook


@pytest.fixture
def door(book) -> SheetsDoor:
    return SheetsDoor()


@pytest.fixture
def sheet(book, db) -> Sheet:
    user = User.objects.create(username="ada")
    return Sheet(user=user, spreadsheet_id=book.id, url="https://x.example", method="shared", gid=0)
