import pytest

from accounts.models import User
from tests.support.cast import make_user


@pytest.fixture
def ada(db) -> User:
    return make_user("ada")


@pytest.fixture
def alice(db) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db) -> User:
    return make_user("bob")
