"""A spreadsheet that is shared with the service account, and a client with its credentials."""

import pytest

from providers.google.client import SheetsClient
from sheets.credentials import client_for
from sheets.models import LinkedSheet
from tests.support.cast import make_user


@pytest.fixture
def book(sandbox):
    """Ada's spreadsheet, made by hand and shared."""
    google = sandbox.world.google
    file = google.create_spreadsheet("ada", "Songs")
    google.share(file.id, google.service_account_email)
    return file.workbook


@pytest.fixture
def client(book) -> SheetsClient:
    return client_for()


@pytest.fixture
def sheet(book, db) -> LinkedSheet:
    user = make_user("ada")
    return LinkedSheet(user=user, spreadsheet_id=book.id, url="https://x.example", method="shared", gid=0)
