"""What a person decides about tracks that Spotify does not list any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from library.missing_saves import (
    accept_held,
    count_held_among_newest,
    held_saves,
    keep_held,
    kept_saves,
    page_of_missing,
    release_kept,
    require_count,
)
from library.models import SavedTrack
from library.problems import MissingTracksChanged
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def lose(user, state: str, count: int) -> list[SavedTrack]:
    saves = [save(user, Song(NOW - timedelta(days=place))) for place in range(count)]
    pks = [one.pk for one in saves]
    SavedTrack.objects.filter(pk__in=pks).update(missing=state, missing_since=NOW)
    return saves


def states(user) -> list[str]:
    return list(SavedTrack.objects.filter(user=user).order_by("pk").values_list("missing", flat=True))


def test_held_saves_are_kept_and_kept_ones_may_go_after_all() -> None:
    alice, bob = person("alice"), person("bob")
    lose(alice, "held", 2)
    lose(alice, "unconfirmed", 1)
    lose(bob, "held", 1)
    assert (held_saves(alice).count(), keep_held(alice), kept_saves(alice).count()) == (2, 2, 2)
    assert states(alice) == ["kept", "kept", "unconfirmed"]
    assert release_kept(alice) == 2
    assert states(alice) == ["accepted", "accepted", "unconfirmed"]
    assert states(bob) == ["held"]


def test_only_the_held_go_and_only_the_kept_are_released() -> None:
    alice = person("alice")
    lose(alice, "held", 1)
    lose(alice, "kept", 2)
    assert accept_held(alice) == 1
    assert states(alice) == ["accepted", "kept", "kept"]
    lose(alice, "held", 1)
    assert release_kept(alice) == 2
    assert states(alice) == ["accepted", "accepted", "accepted", "held"]


def test_pages_follow_one_another_also_among_saves_of_one_position() -> None:
    alice = person("alice")
    lost = lose(alice, "held", 5)
    SavedTrack.objects.filter(pk__in=[one.pk for one in lost[:3]]).update(position=7)
    expected = list(held_saves(alice).values_list("pk", flat=True))
    found, place = [], None
    for is_last in (False, False, True):
        page = page_of_missing(held_saves(alice), place, 2)
        found, place = found + [one.pk for one in page.saves], page.following
        assert (place is None) == is_last
        lose(alice, "held", 1)
    assert found == expected


def test_an_answer_for_another_number_of_tracks_is_refused() -> None:
    alice = person("alice")
    lose(alice, "held", 2)
    require_count(held_saves(alice), 2)
    with pytest.raises(MissingTracksChanged) as refused:
        require_count(held_saves(alice), 1)
    assert refused.value.values == {"count": 2}


def test_the_held_among_the_newest_are_counted() -> None:
    alice = person("alice")
    lose(alice, "held", 1)
    save(alice, Song(NOW - timedelta(minutes=1)))
    lose(alice, "held", 1)
    lose(alice, "kept", 1)
    assert [count_held_among_newest(alice, limit) for limit in (1, 2, 3, 4, 50)] == [0, 1, 1, 2, 2]


def test_they_are_listed_newest_first_and_a_removed_one_is_not_among_them() -> None:
    alice = person("alice")
    *others, gone = lose(alice, "held", 3)
    SavedTrack.objects.filter(pk=gone.pk).update(removed_at=NOW)
    assert [one.pk for one in held_saves(alice)] == [one.pk for one in reversed(others)]
