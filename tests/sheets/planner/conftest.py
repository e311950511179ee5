"""A small library, and a tab into which it has been written."""

from __future__ import annotations

import pytest

from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import TabUnderTest


@pytest.fixture
def count() -> int:
    return 5


@pytest.fixture
def library(count) -> SmallLibrary:
    library = SmallLibrary()
    library.save(count)
    return library


@pytest.fixture
def tab(library) -> TabUnderTest:
    """Header, then the songs from the newest down to 1, in A to E."""
    tab = TabUnderTest()
    tab.sync(library.desired())
    return tab


@pytest.fixture
def rated_tab(library) -> TabUnderTest:
    """The songs in A to E, and the user's ratings of the first three in F."""
    tab = TabUnderTest(columns=6)
    tab.sync(library.desired())
    for row, text in enumerate(("Rating", "five", "four", "three")):
        tab.type(row, 5, text)
    return tab
