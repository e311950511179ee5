"""What a person does not want to be asked again."""

from __future__ import annotations

import pytest

from accounts.hints import Hint, dismiss, is_dismissed
from accounts.models import User
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


def test_a_hint_is_dismissed_for_good_and_for_this_person():
    ada, ben = make_user("ada"), make_user("ben")
    assert not is_dismissed(ada, Hint.WRITE_EVERYTHING)
    dismiss(ada, Hint.WRITE_EVERYTHING)
    dismiss(ada, Hint.WRITE_EVERYTHING)
    ada, ben = User.objects.get(pk=ada.pk), User.objects.get(pk=ben.pk)
    assert is_dismissed(ada, Hint.WRITE_EVERYTHING)
    assert ada.dismissed_hints == ["write_everything"]
    assert not is_dismissed(ben, Hint.WRITE_EVERYTHING)
