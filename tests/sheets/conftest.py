from __future__ import annotations

import pytest

from tests.support.sheet_harness import SheetHarness


@pytest.fixture
def harness(sandbox, transactional_db) -> SheetHarness:
    """Ada with 60 saved tracks; the 50 most recent stand in her sheet, with her own things beside them."""
    harness = SheetHarness(sandbox.world)
    harness.sync()
    harness.scribble()
    return harness
