"""The tracks that Spotify does not list any more, and whether they stay."""
