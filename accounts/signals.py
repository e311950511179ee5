"""What the rooms above hear from this one."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `user` and `provider` ("spotify" or "google") each time a consent was given and its tokens are
# stored: what was paused for it can go on.
reconnected = Signal()

# Sent with `client_id` before a sign-in leads to Spotify, and before it asks api.spotify.com; `requests` says how
# many are about to be made there (0 or 1). A receiver may raise a Problem: nothing is asked, and the person reads it.
asking_spotify = Signal()

# Sent with `client_id`, the body as `said` and the `headers` when api.spotify.com has answered a sign-in with 429.
# A receiver may raise a Problem that tells more than that Spotify does not answer.
spotify_limited = Signal()
