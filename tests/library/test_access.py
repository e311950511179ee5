from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from accounts.models import User
from library import access
from library.models import Album, SavedTrack, Track
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ada() -> User:
    return make_user("ada")


@pytest.fixture
def ben() -> User:
    return make_user("ben")


def track(key: str) -> Track:
    album, _ = Album.objects.get_or_create(key="album")
    return Track.objects.create(key=key, name=key, album=album)


def save(user: User, what: Track | None, added: datetime, removed: datetime | None = None) -> SavedTrack:
    position = int(added.timestamp())
    return SavedTrack.objects.create(
        user=user, track=what, added_at=added, removed_at=removed, position=position
    )


def test_the_library_can_be_read_as_of_any_date(ada):
    one, two = track("one"), track("two")
    first = save(ada, one, MONDAY, MONDAY + 2 * DAY)
    second = save(ada, two, MONDAY + DAY)
    again = save(ada, one, MONDAY + 5 * DAY)
    on = [list(access.library_on(ada, MONDAY + days * DAY)) for days in range(-1, 6)]
    assert on == [[], [first], [second, first], [second], [second], [second], [again, second]]


def test_the_library_on_a_date_is_one_query(ada, django_assert_num_queries):
    save(ada, track("one"), MONDAY)
    with django_assert_num_queries(1):
        assert [str(saved.track.album) for saved in access.library_on(ada, MONDAY)] == [""]


def test_the_newest_come_first_by_position(ada):
    old = save(ada, track("one"), MONDAY)
    new = save(ada, track("two"), MONDAY + DAY)
    gone = save(ada, track("three"), MONDAY, MONDAY + DAY)
    nameless = save(ada, None, MONDAY - DAY)
    assert list(access.saved_tracks(ada)) == [new, old, nameless]
    assert list(access.unavailable(ada)) == [nameless]
    assert list(access.removed_tracks(ada)) == [gone]


def test_a_track_has_a_history(ada):
    one = track("one")
    stays = [save(ada, one, MONDAY, MONDAY + DAY), save(ada, one, MONDAY + 3 * DAY)]
    assert list(access.history_of(ada, "one")) == stays


def test_a_saved_track_of_another_person_is_a_404(ada, ben):
    hers = save(ada, track("one"), MONDAY)
    assert access.save_of(ada, hers.pk) == hers
    with pytest.raises(Http404):
        access.save_of(ben, hers.pk)
    assert not access.saved_tracks(ben).exists()
    assert not access.library_on(ben, MONDAY + DAY).exists()
    assert not access.history_of(ben, "one").exists()


def test_a_library_that_was_never_read_has_an_empty_state(ada):
    assert (access.state_of(ada).pk, access.state_of(ada).complete) == (None, False)


def test_the_newest_save_of_a_track_is_a_current_one_of_the_person(ada, ben):
    one, gone = track("one"), track("gone")
    save(ada, one, MONDAY)
    newest = save(ada, one, MONDAY + DAY)
    save(ada, gone, MONDAY, MONDAY + DAY)
    save(ben, gone, MONDAY)
    assert access.newest_save_of(ada, one.pk) == newest
    for pk in (gone.pk, 10**30):
        with pytest.raises(Http404):
            access.newest_save_of(ada, pk)


def test_a_track_that_nobody_can_have_saved_is_a_404(ada):
    with pytest.raises(Http404):
        access.saves_of_track(ada, 10**30)
