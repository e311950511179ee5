"""The one key that these vendors ask for."""

LASTFM_API_KEY = "sandbox-lastfm-key"
