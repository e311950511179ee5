"""One GET to a source, whatever comes back."""

import pytest

from providers import http
from providers.lastfm.client import LastFm
from providers.reccobeats.client import ReccoBeats
from providers.source import SourceError


@pytest.mark.parametrize(
    ("effect", "failure"),
    [
        ({"status": 500}, "down"),
        ({"status": 503}, "down"),
        ({"status": 503, "headers": {"Retry-After": "3"}}, "limited"),
        ({"status": 429}, "limited"),
        ({"status": 403}, "forbidden"),
        ({"status": 400}, "refused"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "down"),
        ({"drop": "before"}, "down"),
        ({"cut": 5}, "down"),
        ({"html": True, "status": 200}, "down"),
        ({"hang": 2}, "down"),
        ({"wrong_answer": "shape"}, "down"),
    ],
    ids=str,
)
def test_every_failure_is_a_typed_error(sandbox, settings, tracks, effect, failure) -> None:
    settings.ENRICHMENT_TIMEOUT = 0.3
    sandbox.world.faults.add("reccobeats", None, effect)
    with pytest.raises(SourceError) as caught:
        ReccoBeats().fetch(tracks, max_requests=50)
    assert caught.value.failure == failure


def test_an_error_shows_neither_address_nor_key(sandbox, settings, artists) -> None:
    sandbox.world.faults.add("lastfm", None, {"drop": "before"})
    error = LastFm().fetch(artists[:1], max_requests=5).error
    assert error is not None and error.__cause__ is None and error.__suppress_context__
    assert settings.LASTFM_API_KEY not in str(error)


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("99999999999", 86_400), ("-3", None), ("soon", None), ("", None)]
)
def test_a_retry_after_is_taken_up_to_a_day(header, seconds) -> None:
    wait = http.retry_after(header)
    assert (wait and wait.total_seconds()) == seconds


def test_the_user_agent_names_the_site_and_its_address(settings) -> None:
    settings.SITE_NAME, settings.SITE_URL, settings.VERSION = "Töne und mehr", "https://a.example", "1.2"
    assert http.user_agent() == "Tne-und-mehr/1.2 (https://a.example)"
