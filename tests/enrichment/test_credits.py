"""The credits that the sources' terms ask for."""

from __future__ import annotations

from enrichment import sources
from enrichment.credits import CREDITS


def test_each_source_has_its_credit() -> None:
    assert set(CREDITS) == {*sources.FEATURES, *sources.GENRES}
