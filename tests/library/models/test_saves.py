"""What the database refuses of saves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

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


def track(key: str) -> Track:
    album, _ = Album.objects.get_or_create(key="album")
    return Track.objects.create(key=key, name=key, album=album)


def save(user: User, what: Track | None, added: datetime, removed: datetime | None = None) -> SavedTrack:
    position = int(added.timestamp())
    return SavedTrack.objects.create(
        user=user, track=what, added_at=added, removed_at=removed, position=position
    )


@pytest.mark.parametrize("nameless", [True, False])
def test_a_save_cannot_be_current_twice(ada, nameless):
    what = None if nameless else track("one")
    save(ada, what, MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        save(ada, what, MONDAY)


def test_a_local_file_saved_twice_in_one_second_is_two_current_saves(ada):
    first = save(ada, track("spotify:local:a:b:c:1"), MONDAY)
    SavedTrack.objects.create(user=ada, track=first.track, added_at=MONDAY, ordinal=1, position=0)
    assert access.saved_tracks(ada).count() == 2


def test_nothing_is_removed_before_it_was_added(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        save(ada, track("one"), MONDAY, MONDAY - DAY)
