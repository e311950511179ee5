"""A wrong key is refused when a worker starts."""

import pytest
from cryptography.fernet import Fernet

from accounts.sealing import seal
from spotistats.celery import refuse_wrong_keys
from tests.support.cast import sign_in


def test_a_worker_with_the_right_keys_starts(sandbox, transactional_db) -> None:
    sign_in(sandbox.world, "ada")
    refuse_wrong_keys()


def test_a_worker_with_wrong_keys_exits_with_a_sentence(sandbox, transactional_db, settings) -> None:
    sign_in(sandbox.world, "ada")
    assert seal("x")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(SystemExit, match="ENCRYPTION_KEYS"):
        refuse_wrong_keys()
