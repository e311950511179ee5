"""A small library, and a tab into which it has been written."""

from __future__ import annotations

import pytest

from tests.sheets.planner.sheet_under_test import Desk
from tests.sheets.planner.songs import Shelf


@pytest.fixture
def count() -> int:
    return 5


@pytest.fixture
def shelf(count) -> Shelf:
    shelf = Shelf()
    shelf.save(count)
    return shelf


@pytest.fixture
def desk(shelf) -> Desk:
    """Header, then the songs from the newest down to 1, in A to E."""
    desk = Desk()
    desk.sync(shelf.wanted())
    return desk
