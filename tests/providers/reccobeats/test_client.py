from providers.reccobeats.client import ReccoBeats


def test_forty_tracks_take_one_request(sandbox, tracks) -> None:
    answer = ReccoBeats().fetch(tracks, max_requests=50)
    known = {ref.pk for ref in tracks if sandbox.world.enrichment.knows_track(ref.spotify_id)}
    assert 10 < len(known) < 40
    assert set(answer.values) == known
    assert (answer.requests, answer.rejected, sandbox.world.count("reccobeats")) == (1, 0, 1)
    assert all(values.tempo and values.energy is not None for values in answer.values.values())
