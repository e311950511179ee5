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


def test_the_newest_come_first_by_position(ada):
    old = save(ada, track("one"), MONDAY)
    new = save(ada, track("two"), MONDAY + DAY)
    save(ada, track("three"), MONDAY, MONDAY + DAY)
    nameless = save(ada, None, MONDAY - DAY)
    assert list(access.saved_tracks(ada)) == [new, old, nameless]


def test_a_saved_track_of_another_person_is_a_404(ada, ben):
    hers = save(ada, track("one"), MONDAY)
    assert access.saved_track_of(ada, hers.pk) == hers
    with pytest.raises(Http404):
        access.saved_track_of(ben, hers.pk)
    with pytest.raises(Http404):
        access.saves_of_track(ben, hers.track_id)
    assert not access.saved_tracks(ben).exists()


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
