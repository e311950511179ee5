from __future__ import annotations

import pytest

from tests.support.sheet_harness import SheetHarness, scribbled_sheet


@pytest.fixture
def harness(made_once, transactional_db) -> SheetHarness:
    """Ada with 60 saved tracks; the 50 most recent stand in her sheet, with her own things beside them."""
    return made_once(scribbled_sheet)
