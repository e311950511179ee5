"""MusicBrainz and, through it, ListenBrainz over HTTP."""

from providers.musicbrainz.client import MusicBrainz
from providers.source import ArtistRef


def test_fifty_artists_take_a_request_to_musicbrainz_and_one_to_listenbrainz(sandbox, artists) -> None:
    answer = MusicBrainz().fetch(artists, max_requests=50)
    assert sandbox.world.count("musicbrainz") == sandbox.world.count("listenbrainz") == 1
    linked = {ref.pk for ref in artists if sandbox.world.enrichment.artist(ref.spotify_id).linked}
    assert set(answer.mbids) == linked
    assert set() < set(answer.values) < linked


def test_the_answer_about_a_single_artist_has_another_shape(sandbox, artists) -> None:
    linked = next(ref for ref in artists if sandbox.world.enrichment.artist(ref.spotify_id).linked)
    unlinked = next(ref for ref in artists if not sandbox.world.enrichment.artist(ref.spotify_id).linked)
    assert MusicBrainz().fetch([linked], max_requests=50).mbids == {
        linked.pk: sandbox.world.enrichment.artist(linked.spotify_id).mbid
    }
    assert MusicBrainz().fetch([unlinked], max_requests=50).mbids == {}


def test_the_ids_are_kept_while_listenbrainz_is_down(sandbox, artists) -> None:
    sandbox.world.faults.add("listenbrainz", None, {"status": 500})
    answer = MusicBrainz().fetch(artists, max_requests=50)
    assert answer.error is not None
    assert answer.mbids.keys() == answer.postponed
    again = [
        ArtistRef(ref.pk, ref.spotify_id, ref.name, answer.mbids.get(ref.pk, ""))
        for ref in artists
        if ref.pk in answer.mbids
    ]
    assert MusicBrainz().fetch(again, max_requests=50).values
    assert sandbox.world.count("musicbrainz") == 1
