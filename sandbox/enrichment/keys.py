"""The only API key among these vendors."""

LASTFM_API_KEY = "sandbox-lastfm-key"
