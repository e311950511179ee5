from providers.lastfm.client import LastFm


def test_artists_are_asked_about_by_name_one_a_request(sandbox, artists) -> None:
    answer = LastFm().fetch(artists[:5], max_requests=50)
    assert sandbox.world.count("lastfm") == answer.requests == 5
    assert answer.values
    assert not answer.postponed


def test_after_an_error_the_remaining_artists_are_postponed(sandbox, artists) -> None:
    sandbox.world.faults.add("lastfm", None, {"status": 429, "headers": {"Retry-After": "7"}}, nth=3)
    answer = LastFm().fetch(artists[:5], max_requests=50)
    assert answer.postponed == {ref.pk for ref in artists[2:5]}
    assert answer.error is not None and answer.error.retry_after is not None
    assert answer.error.retry_after.total_seconds() == 7
