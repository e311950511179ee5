from __future__ import annotations

import pytest

from accounts.models import User
from tests.support.cast import make_user


@pytest.fixture
def ada(db) -> User:
    return make_user("ada", display_name="Ada")
