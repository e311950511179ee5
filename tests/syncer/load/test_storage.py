"""The library in the database while two workers read it."""

from __future__ import annotations

import pytest

from library.models import SavedTrack
from problems.kinds import TryLater
from syncer.extract.full_read import FullRead
from syncer.extract.reader import Reader
from syncer.load import storage as store
from syncer.transform.saved_tracks import parse_saved_tracks
from tests.syncer.library_reads import NOW, read
from tests.syncer.spotify_library import SpotifyLibrary

pytestmark = pytest.mark.django_db


def test_a_worker_that_was_overtaken_writes_nothing(ada):
    spotify = SpotifyLibrary()
    spotify.save(120)
    slow = store.LibraryStore(ada, lambda: NOW)
    read(ada, spotify)
    spotify.save(1)
    with pytest.raises(TryLater) as problem:
        FullRead(Reader(spotify.fetch, parse_saved_tracks), slow, lambda done, total: None).run()
    assert problem.value.code == "overtaken"
    assert SavedTrack.objects.filter(user=ada).count() == 120
