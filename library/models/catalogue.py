"""The catalogue: artists, albums and tracks as Spotify last described them, shared by all people.

Local files are a person's own: their titles, artists and albums are shared with nobody, and no source is asked about
them. `owner` is that person's id, and 0 in the rows that all share: not a null, because upserts need one unique key.
"""

from __future__ import annotations

from django.db import models

from library.presenters import full_name


class Artist(models.Model):
    # The Spotify id, or one made of the name where Spotify gives none (local files).
    key = models.CharField(max_length=300)
    owner = models.PositiveBigIntegerField(default=0, db_index=True)
    spotify_id = models.CharField(max_length=300, null=True, blank=True)
    name = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "owner"], name="one_artist_a_key")]

    def __str__(self) -> str:
        return self.name


class Album(models.Model):
    # The Spotify id, or one made of what is known where Spotify gives none (local files).
    key = models.CharField(max_length=300)
    owner = models.PositiveBigIntegerField(default=0, db_index=True)
    spotify_id = models.CharField(max_length=300, null=True, blank=True)
    name = models.TextField(blank=True)
    # As precise as Spotify knows it: "1967", "1967-05" or "1967-05-26"; "" when it does not.
    release_date = models.CharField(max_length=10, blank=True)
    release_date_precision = models.CharField(max_length=8, blank=True)
    # The cover's addresses as Spotify gives them: the widest, the narrowest of at least 300 pixels, and of at least 64.
    # Text from elsewhere: `library.covers` says what of it a page may show.
    image_url = models.TextField(blank=True)
    medium_image_url = models.TextField(blank=True, default="")
    small_image_url = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "owner"], name="one_album_a_key")]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    # The Spotify id; a local file's spotify:local: URI.
    key = models.CharField(max_length=300)
    owner = models.PositiveBigIntegerField(default=0, db_index=True)
    spotify_id = models.CharField(max_length=300, null=True, blank=True)
    uri = models.TextField(blank=True)
    name = models.TextField(blank=True)
    album = models.ForeignKey(Album, models.PROTECT, related_name="tracks")
    artists = models.ManyToManyField(Artist, through="TrackArtist", related_name="tracks")
    # The artists' names in their order, joined with ", ": pages and sheets show it, and need no join for it.
    artist_line = models.TextField(blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    explicit = models.BooleanField(null=True, blank=True)
    isrc = models.CharField(max_length=32, blank=True)
    is_local = models.BooleanField(default=False)
    # Artists, title, album and ISRC without case and accents (`library.search`).
    search_text = models.TextField(blank=True, default="")
    # A hash of Spotify's description of the track, artists and album included: equal means nothing to write.
    fingerprint = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "owner"], name="one_track_a_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """As a person knows the track."""
        return full_name(self.artist_line, self.name)


class TrackArtist(models.Model):
    """An artist's place (from 0) among those of a track."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="credits")
    artist = models.ForeignKey(Artist, models.PROTECT, related_name="credits")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["track", "place"]
        constraints = [models.UniqueConstraint(fields=["track", "place"], name="one_artist_a_place")]

    def __str__(self) -> str:
        return f"{self.artist} on {self.track}"
