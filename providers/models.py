"""State at the vendors that all processes share."""

from __future__ import annotations

from django.db import models


class SpotifyApp(models.Model):
    """One client id at Spotify: after a 429 no request is sent with it before `blocked_until`."""

    # In the database, not only in the cache: a ban lasts for hours, and one request after a restart prolongs it.
    client_id = models.CharField(max_length=200, primary_key=True)
    blocked_until = models.DateTimeField(null=True, blank=True)
    blocked_code = models.CharField(max_length=64, blank=True)
    # Since when daily syncs wait for a day that others have used up: more people than the app has requests.
    full_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Spotify app"

    def __str__(self) -> str:
        return self.client_id
