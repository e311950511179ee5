"""Which owners' sheets become stale when a track of theirs changes."""

import pytest
from django.db.models import Q

from library.models import LibraryState
from library.storage import mark_owners_stale
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db


def revisions() -> dict[str, int]:
    return dict(LibraryState.objects.values_list("user__username", "enrichment_revision"))


def test_sheets_of_all_who_ever_saved_the_track_become_stale():
    alice, bob, cleo = (person(name) for name in ("alice", "bob", "cleo"))
    changed, other = track(1), track(2)
    save(alice, changed)
    save(bob, changed, 5, removed=True)
    save(cleo, other)
    mark_owners_stale(Q(pk=changed.pk))
    assert revisions() == {"alice": 1, "bob": 1, "cleo": 0}


def test_sheet_of_the_person_who_is_read_is_not_marked():
    alice, bob = person("alice"), person("bob")
    changed = track(1)
    save(alice, changed)
    save(bob, changed)
    mark_owners_stale(Q(pk=changed.pk), reader=alice)
    assert revisions() == {"alice": 0, "bob": 1}
