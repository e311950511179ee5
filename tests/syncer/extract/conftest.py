from __future__ import annotations

import pytest

from accounts.models import User


@pytest.fixture
def ada(db) -> User:
    return User.objects.create(username="ada", display_name="Ada")
