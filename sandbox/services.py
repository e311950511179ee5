"""The vendors, and the services and kinds of requests by which faults, latency and counts refer to them."""

VENDORS = "Spotify, Google, ReccoBeats, MusicBrainz, ListenBrainz and Last.fm"
KINDS: dict[str, frozenset[str]] = {
    "spotify-accounts": frozenset({"authorize", "consent", "token"}),
    "spotify-api": frozenset({"me", "saved_tracks", "library_contains", "artist", "audio_features", "other"}),
    "spotify-images": frozenset({"image"}),
    "google-accounts": frozenset({"authorize", "consent"}),
    "google-token": frozenset({"token", "revoke"}),
    "google-userinfo": frozenset({"userinfo"}),
    "google-sheets": frozenset(
        {"create", "get", "get_by_data_filter", "values_get", "batch_update", "other"}
    ),
    "google-drive": frozenset({"files_get"}),
    "google-docs": frozenset({"page", "form"}),
    "reccobeats": frozenset({"audio_features", "track", "other"}),
    "musicbrainz": frozenset({"url", "artist", "other"}),
    "listenbrainz": frozenset({"metadata", "other"}),
    "lastfm": frozenset({"top_tags", "other"}),
}


def check(service: str | None, kind: str | None = None) -> None:
    """Raises ValueError for an unknown name: such a fault would never hit, and such a count would always be
    0.
    """
    if service is not None and service not in KINDS:
        raise ValueError(f"there is no service {service}, only {', '.join(KINDS)}")
    kinds = KINDS[service] if service else frozenset().union(*KINDS.values())
    if kind is not None and kind not in kinds:
        raise ValueError(f"{service or 'no service'} has no kind {kind}, only {', '.join(sorted(kinds))}")
