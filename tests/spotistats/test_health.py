"""The address that a load balancer asks."""

import pytest
from django.db import OperationalError, connection


def test_the_site_is_healthy_while_its_database_answers(db, client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_the_error_of_a_database_that_does_not_answer_is_raised(db, client) -> None:
    def refuse():
        raise OperationalError

    with pytest.MonkeyPatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(connection, "cursor", refuse)
        client.get("/health/")
