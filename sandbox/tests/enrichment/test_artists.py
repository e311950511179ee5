"""Which vendors have tags for which artists."""

from sandbox.enrichment.artists import EVERYWHERE, by_spotify_id


def test_every_combination_of_vendors_occurs():
    artists = by_spotify_id().values()
    tagged = {artist.tagged_at for artist in artists}
    assert {len(vendors) for vendors in tagged} == {0, 1, 3}
    assert frozenset().union(*tagged) == EVERYWHERE
    assert any(not artist.genres and artist.tagged_at == EVERYWHERE for artist in artists)
