"""ReccoBeats, MusicBrainz, ListenBrainz and Last.fm: sources of audio features and genres."""

from sandbox.routes import Routes


def register(routes: Routes) -> None:
    """Adds the routes of these vendors."""
    from sandbox.enrichment import control, lastfm, listenbrainz, musicbrainz, reccobeats

    for vendor in (reccobeats, musicbrainz, listenbrainz, lastfm, control):
        vendor.register(routes)
