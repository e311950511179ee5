"""State at the vendors that all processes share."""

from __future__ import annotations

from django.db import models


class SpotifyApp(models.Model):
    """What Spotify said to one client id: after a 429 nobody asks before `blocked_until`."""

    client_id = models.CharField(max_length=200, primary_key=True)
    blocked_until = models.DateTimeField(null=True, blank=True)
    blocked_code = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "Spotify app"

    def __str__(self) -> str:
        return self.client_id
