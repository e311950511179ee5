"""Who is who, by Spotify's `account_id` and `id`."""

import pytest
from django.db import IntegrityError

from accounts.identities import SpotifyIdentity, clean_name, create_user, find_user, update_identity
from problems.kinds import AskOperator
from tests.support.cast import make_superuser

pytestmark = pytest.mark.django_db


def identity(account_id: str | None, spotify_id: str | None, name: str = "Ada") -> SpotifyIdentity:
    return SpotifyIdentity(account_id, spotify_id, name)


def test_account_id_and_id_each_find_the_person():
    user = create_user(identity("A", "ada"))
    assert find_user(identity("A", None)) == user
    assert find_user(identity(None, "ada")) == user
    assert find_user(identity("A", "renamed")) == user
    assert find_user(identity("B", "ben")) is None


def test_a_person_stored_without_an_account_id_gets_it():
    user = create_user(identity(None, "ada"))
    found = find_user(identity("A", "ada"))
    assert found == user
    update_identity(user, identity("A", "ada"))
    assert find_user(identity("A", "renamed")) == user


def test_a_person_whose_id_changed_is_recognised_by_the_new_one():
    user = create_user(identity("A", "ada"))
    update_identity(user, identity("A", "ada-new"))
    assert find_user(identity(None, "ada-new")) == user
    assert find_user(identity(None, "ada")) is None


def test_an_id_that_passed_to_another_account_finds_the_new_owner():
    old = create_user(identity("A", "name"))
    assert find_user(identity("B", "name")) is None
    new = create_user(identity("B", "name", "Ben"))
    old.refresh_from_db()
    assert (old.spotify_account_id, old.spotify_id) == ("A", None)
    assert find_user(identity(None, "name")) == new
    assert find_user(identity("A", None)) == old


def test_two_people_with_one_spotify_account_are_the_operators_problem():
    create_user(identity("A", None))
    create_user(identity(None, "ada"))
    with pytest.raises(AskOperator) as problem:
        find_user(identity("A", "ada"))
    assert problem.value.code == "two_accounts_of_one_person"


def test_two_sign_ins_at_once_make_one_person():
    create_user(identity(None, "ada"))
    with pytest.raises(IntegrityError):
        create_user(identity(None, "ada"))


def test_a_username_that_an_admin_has_is_not_reused():
    make_superuser("ada")
    assert create_user(identity("A", "ada")).username == "ada-2"


def test_an_answer_without_a_name_keeps_the_stored_one():
    user = create_user(identity("A", "ada"))
    update_identity(user, identity("A", None, ""))
    user.refresh_from_db()
    assert (user.spotify_id, user.display_name) == ("ada", "Ada")


@pytest.mark.parametrize(
    ("text", "clear"), [("a\0b", "ab"), ("\ud83d x", "x"), (None, ""), (7, ""), ("é" * 300, "é" * 200)]
)
def test_characters_that_the_database_refuses_are_removed(text, clear):
    assert clean_name(text) == clear
