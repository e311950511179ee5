"""What is stored of a save that Spotify does not list any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from library.models import SavedTrack
from syncer.load.missing_saves import close_missing, close_superseded, mark, missing_saves
from tests.support.songs import Song, person, save
from tests.syncer.library_reads import NOW

pytestmark = pytest.mark.django_db
Missing = SavedTrack.Missing


def days_ago(days: int):
    return NOW - timedelta(days=days)


@pytest.fixture
def ada():
    return person("ada")


def lost(user, added: int, noticed: int = 1, track=None) -> SavedTrack:
    one = save(user, Song(days_ago(added)))
    changes = {"missing_since": days_ago(noticed), "missing": Missing.UNCONFIRMED}
    SavedTrack.objects.filter(pk=one.pk).update(**changes, **({"track": track} if track else {}))
    return SavedTrack.objects.get(pk=one.pk)


def test_closing_dates_the_removal_to_the_moment_it_was_noticed(ada) -> None:
    one = lost(ada, 9, 3)
    assert close_missing([one], NOW) == 1
    one.refresh_from_db()
    assert (one.removed_at, one.removal_confirmed_at, one.missing_since, one.missing) == (
        days_ago(3),
        NOW,
        None,
        "",
    )
    assert close_missing([one], NOW) == 0, "a save that is closed, or listed again, is left alone"


def test_what_the_person_has_just_kept_does_not_go(ada) -> None:
    one = lost(ada, 9)
    SavedTrack.objects.filter(pk=one.pk).update(missing=Missing.KEPT)
    assert close_missing([one], NOW) == 0
    mark([one], Missing.SAVED)
    one.refresh_from_db()
    assert (one.missing, one.removed_at) == ("kept", None)


def test_only_missing_saves_are_marked(ada) -> None:
    one, listed = lost(ada, 9), save(ada, Song(NOW))
    mark([one, listed], Missing.HELD)
    one.refresh_from_db()
    listed.refresh_from_db()
    assert (one.missing, listed.missing) == ("held", "")
    assert missing_saves(ada) == [one]


@pytest.mark.parametrize(
    ("listed_days_ago", "removed_days_ago", "saved_again"), [(2, 2, 1), (12, 1, 0)], ids=["later", "earlier"]
)
def test_a_track_listed_at_another_date_ends_the_missing_save(
    ada, listed_days_ago, removed_days_ago, saved_again
) -> None:
    listed = save(ada, Song(days_ago(listed_days_ago)))
    one = lost(ada, 9, 1, listed.track)
    superseded = close_superseded([one], NOW)
    one.refresh_from_db()
    assert (superseded.left, superseded.saved_again) == ([], saved_again)
    assert (one.removed_at, one.removal_confirmed_at) == (days_ago(removed_days_ago), NOW)


def test_the_same_save_in_another_row_leaves_one_row(ada) -> None:
    listed = save(ada, Song(days_ago(9)))
    one = lost(ada, 9, 1, listed.track)
    assert close_superseded([one], NOW).left == []
    assert list(SavedTrack.objects.all()) == [listed]


def test_a_local_file_may_be_saved_twice(ada) -> None:
    listed = save(ada, Song(days_ago(2)))
    listed.track.is_local = True
    listed.track.save()
    one = lost(ada, 9, 1, listed.track)
    assert close_superseded([one], NOW).left == [one]
