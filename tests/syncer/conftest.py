import pytest

from accounts.models import User


@pytest.fixture
def alice(db) -> User:
    return User.objects.create_user("alice", display_name="Alice")


@pytest.fixture
def bob(db) -> User:
    return User.objects.create_user("bob", display_name="Bob")
