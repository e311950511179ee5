"""Whom a command is about."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from accounts.management.people import named_user
from tests.support.cast import make_user


@pytest.mark.django_db
def test_a_person_is_found_by_each_of_their_names() -> None:
    ada = make_user("ada", spotify_id="spotify-ada")
    make_user("ben", spotify_id="spotify-ben")
    assert [named_user(name) for name in ("ada", "spotify-ada", str(ada.pk))] == [ada] * 3
    for name in ("Ada", "²", "0", ""):
        with pytest.raises(CommandError, match="There is nobody called"):
            named_user(name)
