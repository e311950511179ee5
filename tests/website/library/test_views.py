"""The pages of the library."""

from __future__ import annotations

from datetime import UTC, datetime

from pytest_django.asserts import assertContains

from tests.support.songs import Song, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_track_has_a_page(as_alice, alice):
    track = save(alice, Song(NOON), name="<b>Jóga").track
    assertContains(as_alice.get(f"/library/tracks/{track.pk}/"), "&lt;b&gt;Jóga")


def test_a_track_that_the_person_never_saved_is_a_404(as_bob, alice):
    track = save(alice, Song(NOON)).track
    assert as_bob.get(f"/library/tracks/{track.pk}/").status_code == 404
    assert as_bob.get("/library/tracks/99999999999999999999/").status_code == 404
