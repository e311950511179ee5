"""Numbers that distinguish the saves of one local file."""

import pytest

from library.link_numbers import give_up_taken, number_local_files
from library.models import SavedTrack
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return person("alice")


@pytest.fixture
def local_file():
    return track(1, local=True)


def add(user, saved, position: int, **fields) -> SavedTrack:
    made = save(user, saved, days_ago=100 - position)
    SavedTrack.objects.filter(pk=made.pk).update(position=position, **fields)
    made.refresh_from_db()
    return made


def numbers() -> list[int]:
    """Those of the current saves, oldest first."""
    current = SavedTrack.objects.filter(removed_at=None).order_by("position")
    return list(current.values_list("link_number", flat=True))


def test_saves_of_one_file_are_numbered_oldest_first(alice, local_file):
    for position in (3, 1, 2):
        add(alice, local_file, position)
    number_local_files(alice.pk)
    assert numbers() == [1, 2, 3]


def test_new_save_gets_the_lowest_free_number(alice, local_file):
    add(alice, local_file, 2, link_number=1)
    add(alice, local_file, 3, link_number=3)
    add(alice, local_file, 1)
    number_local_files(alice.pk)
    assert numbers() == [2, 1, 3]


def test_each_file_and_each_person_is_numbered_separately(alice, local_file):
    bob = person("bob")
    add(alice, local_file, 1)
    add(alice, track(2, local=True), 2)
    add(bob, local_file, 3)
    for user in (alice, bob):
        number_local_files(user.pk)
    assert numbers() == [1, 1, 1]


def test_tracks_of_spotify_are_not_numbered(alice):
    add(alice, track(1), 1)
    number_local_files(alice.pk)
    assert numbers() == [0]


def test_reopened_save_gives_up_a_number_that_another_save_has(alice, local_file):
    former = add(alice, local_file, 1, link_number=1, removed_at="2126-01-01T00:00Z")
    other_file = add(alice, track(2, local=True), 2, link_number=1, removed_at="2126-01-01T00:00Z")
    add(alice, local_file, 3, link_number=1)
    give_up_taken(alice, [former, other_file])
    for saved in (former, other_file):
        saved.refresh_from_db()
    assert (former.link_number, other_file.link_number) == (0, 1)
