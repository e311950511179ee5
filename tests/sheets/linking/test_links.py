"""The code that proves whose sheet it is, the lock, free titles, and unlinking."""

import pytest
from django.core.cache import cache

from problems.kinds import TryLater
from sheets.linking.create import create_spreadsheet
from sheets.linking.links import free_title, get_link_code, linking_lock, unlink
from sheets.linking.share import link_shared
from sheets.models import LinkedSheet
from tests.sheets.linking.conftest import connect, refused

pytestmark = pytest.mark.django_db


def test_the_code_is_the_same_until_it_is_used_and_each_persons_own(ada, ben):
    assert get_link_code(ada) == get_link_code(ada)
    assert get_link_code(ada).code != get_link_code(ben).code
    assert len(get_link_code(ada).code) == 6


def test_unlinking_does_not_change_the_spreadsheet(sandbox, book, ada):
    book.rename_tab(0, get_link_code(ada).code)
    link_shared(ada, book.id)
    before = len(sandbox.world.entries("google-sheets"))
    unlink(ada)
    assert not LinkedSheet.objects.exists()
    assert len(sandbox.world.entries("google-sheets")) == before


def test_another_can_be_linked_and_the_same_one_by_another_person(google, book, ada, ben):
    book.rename_tab(0, get_link_code(ada).code)
    link_shared(ada, book.id)
    unlink(ada)
    connect(google, ada)
    assert create_spreadsheet(ada).spreadsheet_id != book.id
    google.workbook(book.id).rename_tab(0, get_link_code(ben).code)
    assert link_shared(ben, book.id).user == ben


def test_unlinking_without_a_sheet_changes_nothing(ada):
    unlink(ada)


def test_the_lock_is_released_after_a_failure(sandbox, ada):
    refused(ada, "hello")
    assert cache.get(f"linking:{ada.pk}") is None


def test_second_linking_of_a_person_waits_for_the_first(ada, ben):
    with linking_lock(ada):
        with pytest.raises(TryLater) as problem, linking_lock(ada):
            pass
        assert problem.value.code == "linking_on_its_way"
        with linking_lock(ben):
            pass
    with linking_lock(ada):
        pass


@pytest.mark.parametrize(
    ("taken", "title"),
    [
        (set(), "Saved tracks"),
        ({"Saved tracks"}, "Saved tracks 2"),
        ({"SAVED TRACKS", "saved tracks 2"}, "Saved tracks 3"),
        ({"Saved tracks 2"}, "Saved tracks"),
    ],
)
def test_taken_title_gets_the_next_free_number(taken, title):
    assert free_title("Saved tracks", taken) == title
