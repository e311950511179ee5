"""What came into a library and what went, for a client that asks again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest

from accounts.models import User
from library.events import EventPlace, events_behind, place_of_now
from library.models import LibraryState, SavedTrack
from syncer.reading import read_library
from tests.support.cast import make_user
from tests.syncer.library_reads import NOW
from tests.syncer.spotify_library import SpotifyLibrary

pytestmark = pytest.mark.django_db


class Client:
    """Follows a library by its events alone, three at a time."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.place: EventPlace | None = None
        self.told: list[tuple[str, str]] = []
        self.seen: list[tuple[object, ...]] = []
        self.library: set[int] = set()

    def poll(self) -> None:
        has_more = True
        while has_more:
            page = events_behind(self.user, self.place, 3)
            assert len(page.events) <= 3
            for one in page.events:
                self.seen.append((one.kind, one.at, one.track.save_id))
                self.told.append((one.kind, one.track.title))
                change = self.library.discard if one.kind == "removed" else self.library.add
                change(one.track.track_id)
            self.place, has_more = page.place, page.has_more


def sync(user: User, spotify: SpotifyLibrary, day: int, client: Client | None = None) -> None:
    """One run, whose clock goes on; the client asks between its commits too."""
    ticks = count()

    def now() -> datetime:
        return NOW + timedelta(days=day, milliseconds=next(ticks))

    def progress(done: int, total: int) -> None:
        if client:
            client.poll()

    spotify.forget_requests()
    read_library(user, spotify.fetch, spotify.contains, now=now, progress=progress, force_full=False)
    if client:
        client.poll()


def test_a_track_is_saved_removed_and_saved_again_in_this_order() -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    spotify.save(1)
    spotify.save(1)
    client = Client(ada)
    sync(ada, spotify, 0, client)
    newest = spotify.entries[0]
    spotify.remove(0)
    sync(ada, spotify, 1, client)
    spotify.put(newest)
    sync(ada, spotify, 2, client)
    spotify.save_again(1)
    sync(ada, spotify, 3, client)
    name = spotify.entries[1].isrc
    other = spotify.entries[0].isrc
    assert sorted(client.told[:2]) == [("saved", f"Song {other}"), ("saved", f"Song {name}")]
    assert client.told[2:] == [
        ("removed", f"Song {name}"),
        # With its old date, which opens the row of before, and with a new one.
        ("saved_again", f"Song {name}"),
        ("saved_again", f"Song {other}"),
    ]


def test_a_save_under_another_id_is_the_same_and_is_not_told_of() -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    spotify.save(3)
    client, late = Client(ada), Client(ada)
    sync(ada, spotify, 0, client)
    before = client.seen.copy()
    former = SavedTrack.objects.get(user=ada, track__key=spotify.entries[1].id)
    spotify.relink(1)
    sync(ada, spotify, 1, client)
    assert client.seen == before
    late.poll()
    assert sorted(map(str, late.seen)) == sorted(map(str, before))
    save = SavedTrack.objects.get(pk=former.pk)
    assert (save.track.key, save.track_id == former.track_id) == (spotify.entries[1].id, False)


def test_another_recording_of_the_same_date_is_saved_and_the_one_before_removed() -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    spotify.save(3)
    client = Client(ada)
    sync(ada, spotify, 0, client)
    old = spotify.entries[1]
    spotify.entries[1] = replace(old, id="other", isrc="OTHER")
    sync(ada, spotify, 1, client)
    assert sorted(client.told[3:]) == [("removed", f"Song {old.isrc}"), ("saved", "Song OTHER")]


def test_a_save_whose_track_is_named_later_is_told_where_it_was_noticed() -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    spotify.save(2)
    spotify.toggle_null(1)
    client, late = Client(ada), Client(ada)
    sync(ada, spotify, 0, client)
    spotify.save(1)
    sync(ada, spotify, 1, client)
    spotify.toggle_null(2)
    sync(ada, spotify, 2, client)
    late.poll()
    assert (len(client.told), len(late.told)) == (2, 3)
    assert SavedTrack.objects.filter(user=ada, track=None).count() == 0


@pytest.mark.parametrize("seed", range(4))
def test_who_follows_the_events_has_the_library_and_no_event_twice(seed) -> None:
    random, ada, spotify = Random(seed), make_user("ada"), SpotifyLibrary()
    spotify.save(120)
    client, late, gone = Client(ada), Client(ada), []
    for day in range(6):
        sync(ada, spotify, day, client)
        in_library = SavedTrack.objects.filter(user=ada, removed_at=None)
        assert client.library == set(in_library.values_list("track", flat=True))
        back = [gone.pop() for _ in gone[:1]]
        for _ in range(random.randint(0, 4)):
            offset = random.randrange(len(spotify.entries))
            gone.append(spotify.entries[offset])
            spotify.remove(offset)
        spotify.put(*back)
        spotify.save_again(random.randrange(len(spotify.entries)))
        spotify.save(random.randint(0, 3))
    late.poll()
    # What has been changed since is told once, where it stands now.
    assert len(client.seen) == len(set(client.seen))
    assert late.library == client.library


def test_a_clock_that_is_behind_makes_no_event_that_is_missed() -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    spotify.save(2)
    client = Client(ada)
    sync(ada, spotify, 1, client)
    (new,) = spotify.save(1)
    spotify.remove(2)
    sync(ada, spotify, 0, client)
    assert [kind for kind, _ in client.told] == ["saved", "saved", "saved", "removed"]
    assert client.told[2] == ("saved", f"Song {new.isrc}")


def test_what_is_not_committed_up_to_the_states_moment_is_not_told_yet() -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    assert place_of_now(ada) is None
    assert events_behind(ada, None, 5).place is None
    spotify.save(2)
    sync(ada, spotify, 0)
    save = SavedTrack.objects.filter(user=ada).earliest("noticed_at")
    LibraryState.objects.filter(user=ada).update(changed_at=save.noticed_at - timedelta(seconds=1))
    assert events_behind(ada, None, 5).events == []


def test_from_now_on_leaves_out_what_was_before(django_assert_num_queries) -> None:
    ada, spotify = make_user("ada"), SpotifyLibrary()
    spotify.save(9)
    sync(ada, spotify, 0)
    place = place_of_now(ada)
    assert events_behind(ada, place, 5).events == []
    spotify.save(1)
    sync(ada, spotify, 1)
    with django_assert_num_queries(7):
        page = events_behind(ada, place, 5)
    assert [one.kind for one in page.events] == ["saved"]
    with django_assert_num_queries(7):
        page = events_behind(ada, None, 5)
    assert (len(page.events), page.has_more) == (5, True)
