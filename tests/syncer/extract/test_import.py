from __future__ import annotations

import pytest

from tests.syncer.extract.reading_runs import living, read
from tests.syncer.extract.spotify_library import SpotifyLibrary, listed

pytestmark = pytest.mark.django_db


def test_it_stores_the_whole_library_in_order(ada):
    spotify = SpotifyLibrary()
    spotify.save(620)
    report = read(ada, spotify)
    assert living(ada) == listed(spotify.entries)
    assert (report.kind, report.spotify_total, report.stored, report.complete) == ("import", 620, 620, True)
