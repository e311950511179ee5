from __future__ import annotations

import pytest

from accounts.models import User
from tests.support.songs import person


@pytest.fixture
def ada(db) -> User:
    return person()
