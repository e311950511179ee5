import pytest

from accounts.models import User
from tests.support.cast import make_user
from tests.support.sheet_harness import SheetHarness


@pytest.fixture
def ada(db) -> User:
    return make_user("ada")


@pytest.fixture
def alice(db) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db) -> User:
    return make_user("bob")


@pytest.fixture
def harness(sandbox, transactional_db) -> SheetHarness:
    """Ada with 60 saved tracks, the 50 most recent of them in her sheet, beside content of her own."""
    harness = SheetHarness(sandbox.world)
    harness.sync()
    harness.scribble()
    return harness
