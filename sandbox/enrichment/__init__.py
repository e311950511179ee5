"""ReccoBeats, MusicBrainz, ListenBrainz and Last.fm: who tells what Spotify no longer does."""

from sandbox.routes import Routes


def register(routes: Routes) -> None:
    """Adds every route of these vendors."""
    from sandbox.enrichment import control, lastfm, listenbrainz, musicbrainz, reccobeats

    for vendor in (reccobeats, musicbrainz, listenbrainz, lastfm, control):
        vendor.register(routes)
