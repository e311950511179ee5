"""What one person's sync changes in the shared catalogue reaches the sheets of all others who have saved it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from library.models import Album, Artist, LibraryState, Track
from library.retention import forget_orphans
from syncer.load import storage
from syncer.load.catalogue import store_tracks
from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord
from tests.support.cast import link_sheet, sign_in, tab_rows
from tests.syncer.library_comparisons import is_now
from tests.syncer.library_reads import active_saves, make_reader, read
from tests.syncer.spotify_library import SpotifyLibrary
from tests.syncer.test_sync import synced


def stale_marks(user: User) -> int:
    """How often the person's sheet was to be looked at for something that others found."""
    return LibraryState.objects.get(user=user).enrichment_revision


def record(key: str, **changes) -> TrackRecord:
    album = AlbumRecord("album", "Album", "2001", "year", "")
    artists = (ArtistRecord("artist", "Artist"),)
    made = TrackRecord(key, key, f"spotify:track:{key}", "Song", artists, album, 1000, False, "", False)
    return replace(made, **changes)


def saved_by(user: User, *numbers: int) -> SpotifyLibrary:
    everything = SpotifyLibrary()
    everything.save(10)
    spotify = SpotifyLibrary([everything.entries[number] for number in numbers])
    read(user, spotify)
    return spotify


@pytest.mark.django_db
def test_only_owners_of_a_changed_track_are_marked_stale() -> None:
    ada, ben, cleo, former = (make_reader() for _ in range(4))
    spotify = saved_by(ben, 1, 2)
    saved_by(ada, 0, 1, 2)
    saved_by(cleo, 3)
    gone = saved_by(former, 1, 4)
    gone.remove(0)
    read(former, gone, day=1)
    spotify.describe(0, name="Remastered")
    spotify.describe(1, name="Remastered, too")
    assert read(ben, spotify, day=1).changed == 2
    assert [stale_marks(user) for user in (ada, ben, cleo, former)] == [1, 0, 0, 1]
    read(ben, spotify, day=2)
    assert stale_marks(ada) == 1


@pytest.mark.django_db
def test_a_changed_album_marks_owners_of_its_other_tracks_stale(alice, bob) -> None:
    read(alice, SpotifyLibrary())
    ids, _ = store_tracks([record("hers")], alice)
    alice.saved_tracks.create(track_id=ids["hers"], added_at="2026-01-01T00:00Z", position=1)
    store_tracks([record("his")], bob)
    assert stale_marks(alice) == 0
    renamed = AlbumRecord("album", "Album (Deluxe)", "2001", "year", "")
    store_tracks([record("his, too", album=renamed)], bob)
    assert stale_marks(alice) == 1


@pytest.mark.django_db
def test_an_album_with_other_images_is_stored_and_marks_no_sheet_stale(alice, bob) -> None:
    """As with the first read after the upgrade that began to keep three widths."""
    read(alice, SpotifyLibrary())
    ids, _ = store_tracks([record("one")], alice)
    alice.saved_tracks.create(track_id=ids["one"], added_at="2026-01-01T00:00Z", position=1)
    before = Track.objects.get().fingerprint
    shown = AlbumRecord("album", "Album", "2001", "year", "https://640", "https://300", "https://64")
    _, changed = store_tracks([record("one", album=shown)], bob)
    album, after = Album.objects.get(), Track.objects.get().fingerprint
    assert (album.image_url, album.medium_image_url, album.small_image_url) == (
        "https://640",
        "https://300",
        "https://64",
    )
    assert (changed, stale_marks(alice)) == (0, 0)
    assert before != after


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_images_that_come_later_ask_nothing_of_google(sandbox) -> None:
    """Albums that were stored before three widths of a cover were kept get them with the next read."""
    ada = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, ada)
    synced(ada)
    Album.objects.update(medium_image_url="", small_image_url="")
    Track.objects.update(fingerprint="of an older version")
    google, spotify = (sandbox.world.count(name) for name in ("google-sheets", "spotify-api"))
    receipt = synced(ada).receipt
    assert (receipt["unchanged"], receipt["changed"]) == (True, 0)
    assert sandbox.world.count("google-sheets") == google
    assert sandbox.world.count("spotify-api") == spotify + 1
    newest = sandbox.world.spotify.documents("ada")[0]["track"]["album"]
    assert Album.objects.get(key=newest["id"]).small_image_url == newest["images"][2]["url"]


@pytest.mark.django_db
def test_an_unchanged_track_costs_no_query_for_owners(bob, django_assert_num_queries) -> None:
    with CaptureQueriesContext(connection) as queries:
        store_tracks([record("new")], bob)
    assert not [query for query in queries if "library_librarystate" in query["sql"]]
    with django_assert_num_queries(1):
        store_tracks([record("new")], bob)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_libraries_that_mark_each_other_stale_do_not_deadlock() -> None:
    everything = SpotifyLibrary()
    everything.save(40)
    people = [(make_reader(), everything.copy()) for _ in range(4)]
    for user, library in people:
        read(user, library)

    def rename(number: int) -> None:
        user, library = people[number]
        try:
            for day in range(1, 6):
                for offset in range(40):
                    library.describe(offset, name=f"As {number} has it on day {day}")
                read(user, library, day=day, force_full=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        assert list(pool.map(rename, range(4))) == [None] * 4
    assert all(stale_marks(user) for user, _ in people)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_changed_title_reaches_another_persons_sheet_with_their_next_sync(sandbox) -> None:
    ada, ben = sign_in(sandbox.world, "ada"), sign_in(sandbox.world, "ben")
    sheet = link_sheet(sandbox.world, ada)
    link_sheet(sandbox.world, ben)
    synced(ada)
    track = sandbox.world.spotify.documents("ada")[0]["track"]
    sandbox.world.spotify.save_documents("ben", [track | {"name": "Remastered"}])
    synced(ben)
    receipt = synced(ada).receipt
    assert (receipt["unchanged"], receipt["rows_updated"], receipt["repaired"]) == (False, 1, [])
    assert "Remastered" in [row[1] for row in tab_rows(sandbox.world, sheet)]


def shuffled(spotify: SpotifyLibrary, seed: int) -> SpotifyLibrary:
    """The same tracks, saved in another order."""
    dates = [entry.added_at for entry in spotify.entries]
    mixed = random.Random(seed).sample(spotify.entries, len(dates))
    entries = [type(one)(one.id, one.isrc, added) for one, added in zip(mixed, dates, strict=True)]
    return SpotifyLibrary(entries)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_libraries_read_at_the_same_time_do_not_deadlock(settings):
    settings.SPOTIFY_PAGES_IN_FLIGHT = 2
    spotify = SpotifyLibrary()
    spotify.save(400)
    people = [(make_reader(), shuffled(spotify, seed)) for seed in range(4)]

    def sync(user, library):
        try:
            return read(user, library)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        reports = list(pool.map(lambda person: sync(*person), people))
    assert all(report.complete for report in reports)
    assert all(is_now(active_saves(user), library.entries) for user, library in people)
    assert (Track.objects.count(), Album.objects.count(), Artist.objects.count()) == (400, 7, 7)


@pytest.mark.django_db(transaction=True)
def test_a_track_that_goes_from_the_catalogue_while_a_page_is_stored_is_stored_anew(monkeypatch) -> None:
    ada, ben = make_reader(), make_reader()
    store_tracks([record("0")], ben)
    plain, gone = storage.close_saves, []

    def close(*args):
        if not gone:
            # As if another process did it since the tracks were looked up: no save holds them yet.
            gone.append(forget_orphans())
        return plain(*args)

    monkeypatch.setattr(storage, "close_saves", close)
    saved_by(ada, 1, 2)
    assert gone[0] > 0
    assert len(active_saves(ada)) == 2


@pytest.mark.django_db
def test_a_track_is_stored_with_what_it_is_found_by(bob) -> None:
    def stored(name: str) -> str:
        store_tracks(
            [record("one", name=name, artists=(ArtistRecord("b", "Beyoncé"),), isrc="USUM7100001")], bob
        )
        return Track.objects.get().search_text

    assert stored("Halo") == "beyonce\nhalo\nalbum\nusum7100001"
    assert stored("Ágætis") == "beyonce\nagætis\nalbum\nusum7100001"
