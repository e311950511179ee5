"""ReccoBeats, MusicBrainz, ListenBrainz and Last.fm: who tells what Spotify no longer does."""
