from __future__ import annotations

import pytest

from tests.sheets.writer.scene import Scene


@pytest.fixture
def scene(sandbox, transactional_db) -> Scene:
    """Ada with 60 saved tracks; the 50 most recent stand in her sheet, with her own things beside them."""
    scene = Scene(sandbox.world)
    scene.sync()
    scene.scribble()
    return scene
