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


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_a_public_site_answers_to_the_machines_own_names_for_its_health_alone(
    db, client, settings, host
) -> None:
    settings.ALLOWED_HOSTS = ["tracks.example"]
    assert client.get("/health/", headers={"host": host}).status_code == 200
    assert client.get("/privacy/", headers={"host": host}).status_code == 400
    assert client.get("/health/", headers={"host": "other.example"}).status_code == 400
    assert client.get("/health/", headers={"host": "tracks.example"}).status_code == 200


def test_a_health_check_needs_no_https(db, client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/", headers={"host": "127.0.0.1:8000"}).status_code == 200
