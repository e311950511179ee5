"""Spotify as a source of features and genres, over HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from providers.source import SourceError
from providers.spotify import request_budget
from providers.spotify.problems import SpotifyQuotaSpent
from providers.spotify.sources import SpotifyFeatures, SpotifyGenres
from tests.support.cast import spotify_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def get_token(sandbox) -> Callable[[], str]:
    token = spotify_token(sandbox.world, "ada")["access_token"]
    return lambda: token


def error_of(source, refs) -> SourceError:
    with pytest.raises(SourceError) as caught:
        source.fetch(refs, max_requests=50)
    return caught.value


def test_a_new_app_gets_no_features(get_token, tracks) -> None:
    assert error_of(SpotifyFeatures(get_token), tracks).failure == "forbidden"


def test_an_old_app_still_gets_features_and_genres(sandbox, get_token, tracks, artists) -> None:
    sandbox.world.spotify.app.audio_features = sandbox.world.spotify.app.artist_genres = True
    assert len(SpotifyFeatures(get_token).fetch(tracks, max_requests=20).values) > 30
    assert SpotifyGenres(get_token).fetch(artists, max_requests=20).values


def test_no_more_artists_are_asked_about_than_the_budget_allows(sandbox, get_token, artists) -> None:
    before = sandbox.world.count("spotify-api", "artist")
    assert SpotifyGenres(get_token).fetch(artists, max_requests=3).requests == 3
    assert sandbox.world.count("spotify-api", "artist") == before + 3


def test_a_revoked_permission_stops_the_source_for_minutes_only(sandbox, get_token, tracks) -> None:
    sandbox.world.spotify.revoke("ada")
    error = error_of(SpotifyFeatures(get_token), tracks)
    assert error.failure == "limited" and error.retry_after is not None


def test_a_block_of_the_app_holds_for_the_source_too(sandbox, settings, get_token, tracks) -> None:
    until = timezone.now() + timedelta(hours=1)
    request_budget.block_spotify(settings.SPOTIFY_CLIENT_ID, SpotifyQuotaSpent(when=until))
    sandbox.world.log.clear()
    error = error_of(SpotifyFeatures(get_token), tracks)
    assert error.failure == "limited" and error.retry_after is not None
    assert error.retry_after > timedelta(minutes=59)
    assert not sandbox.world.log
