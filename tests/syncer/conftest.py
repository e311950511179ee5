import pytest

from accounts.models import User
from tests.support.cast import make_user
from tests.support.sheet_harness import SheetHarness, scribbled_sheet


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
def harness(made_once, transactional_db) -> SheetHarness:
    """Ada with 60 saved tracks; the 50 most recent stand in her sheet, with her own things beside them."""
    return made_once(scribbled_sheet)
