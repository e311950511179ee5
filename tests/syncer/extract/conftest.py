"""A library of 10,000 saves at Spotify and the same one stored."""

from __future__ import annotations

import pytest

from tests.syncer.memory_library import MemoryLibrary
from tests.syncer.spotify_library import SpotifyLibrary

COUNT = 10_000


@pytest.fixture(scope="session")
def ten_thousand():
    library = SpotifyLibrary()
    library.save(COUNT)
    return library


@pytest.fixture
def spotify(ten_thousand) -> SpotifyLibrary:
    return ten_thousand.copy()


@pytest.fixture(scope="session")
def read_before(ten_thousand) -> MemoryLibrary:
    stored = MemoryLibrary()
    assert stored.read(ten_thousand).complete
    return stored


@pytest.fixture
def stored(read_before) -> MemoryLibrary:
    return read_before.copy()
