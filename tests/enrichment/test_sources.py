"""Each source against its vendor, over HTTP."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from enrichment import sources
from enrichment.tokens import borrow_token
from library.models import Artist, Track
from providers import http
from providers import rate_limits as quota
from providers.lastfm.client import LastFm
from providers.musicbrainz.client import MusicBrainz
from providers.reccobeats.client import ReccoBeats
from providers.source import ArtistRef, SourceError, TrackRef
from providers.spotify.features import SpotifyFeatures, SpotifyGenres
from tests.enrichment.conftest import synced

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tracks(ada, sheet, unlimited) -> list[TrackRef]:
    synced(ada)
    return [TrackRef(track.pk, track.spotify_id) for track in Track.objects.order_by("pk")[:40]]


@pytest.fixture
def artists(ada, sheet, unlimited) -> list[ArtistRef]:
    synced(ada)
    return [ArtistRef(a.pk, a.spotify_id, a.name) for a in Artist.objects.order_by("pk")[:50]]


def trouble_of(source, refs) -> SourceError:
    with pytest.raises(SourceError) as caught:
        source.ask(refs, most=50)
    return caught.value


def test_reccobeats_knows_forty_tracks_a_request(sandbox, tracks) -> None:
    answer = ReccoBeats().ask(tracks, most=50)
    known = {ref.pk for ref in tracks if sandbox.world.enrichment.knows_track(ref.spotify_id)}
    assert 10 < len(known) < 40
    assert set(answer.known) == known
    assert (answer.requests, answer.refused, sandbox.world.count("reccobeats")) == (1, 0, 1)
    assert all(values.tempo and values.energy is not None for values in answer.known.values())


def test_musicbrainz_and_listenbrainz_take_a_request_each_for_fifty_artists(sandbox, artists) -> None:
    answer = MusicBrainz().ask(artists, most=50)
    assert sandbox.world.count("musicbrainz") == sandbox.world.count("listenbrainz") == 1
    linked = {ref.pk for ref in artists if sandbox.world.enrichment.artist(ref.spotify_id).linked}
    assert set(answer.mbids) == linked
    assert set() < set(answer.known) < linked


def test_a_single_artist_gets_musicbrainzs_other_answer(sandbox, artists) -> None:
    linked = next(ref for ref in artists if sandbox.world.enrichment.artist(ref.spotify_id).linked)
    stranger = next(ref for ref in artists if not sandbox.world.enrichment.artist(ref.spotify_id).linked)
    assert MusicBrainz().ask([linked], most=50).mbids == {
        linked.pk: sandbox.world.enrichment.artist(linked.spotify_id).mbid
    }
    assert MusicBrainz().ask([stranger], most=50).mbids == {}


def test_listenbrainz_down_keeps_the_ids_that_musicbrainz_gave(sandbox, artists) -> None:
    sandbox.world.faults.add("listenbrainz", None, {"status": 500})
    answer = MusicBrainz().ask(artists, most=50)
    assert answer.trouble is not None
    assert answer.mbids.keys() == answer.later
    again = [
        ArtistRef(ref.pk, ref.spotify_id, ref.name, answer.mbids.get(ref.pk, ""))
        for ref in artists
        if ref.pk in answer.mbids
    ]
    assert MusicBrainz().ask(again, most=50).known
    assert sandbox.world.count("musicbrainz") == 1


def test_lastfm_is_asked_by_name(sandbox, artists) -> None:
    answer = LastFm().ask(artists[:5], most=50)
    assert sandbox.world.count("lastfm") == answer.requests == 5
    assert answer.known
    assert not answer.later


def test_lastfm_says_which_artists_are_left_when_it_stops(sandbox, artists) -> None:
    sandbox.world.faults.add("lastfm", None, {"status": 429, "headers": {"Retry-After": "7"}}, nth=3)
    answer = LastFm().ask(artists[:5], most=50)
    assert answer.later == {ref.pk for ref in artists[2:5]}
    assert answer.trouble is not None and answer.trouble.wait is not None
    assert answer.trouble.wait.total_seconds() == 7


def test_spotify_refuses_features_to_a_new_app(tracks) -> None:
    assert trouble_of(SpotifyFeatures(borrow_token), tracks).kind == "forbidden"


def test_an_old_app_still_gets_features_and_genres_from_spotify(sandbox, tracks, artists) -> None:
    sandbox.world.spotify.app.audio_features = sandbox.world.spotify.app.artist_genres = True
    assert len(SpotifyFeatures(borrow_token).ask(tracks, most=20).known) > 30
    assert SpotifyGenres(borrow_token).ask(artists, most=20).known


def test_spotify_is_asked_for_no_more_artists_than_its_budget_has(sandbox, artists) -> None:
    before = sandbox.world.count("spotify-api", "artist")
    assert SpotifyGenres(borrow_token).ask(artists, most=3).requests == 3
    assert sandbox.world.count("spotify-api", "artist") == before + 3


def test_a_permission_taken_back_turns_the_source_off_for_minutes_only(sandbox, tracks) -> None:
    sandbox.world.spotify.revoke("ada")
    trouble = trouble_of(SpotifyFeatures(borrow_token), tracks)
    assert trouble.kind == "limited" and trouble.wait is not None


def test_nobodys_token_is_renewed_for_it(sandbox, tracks) -> None:
    from django.utils import timezone

    from accounts.models import Credential

    Credential.objects.update(expires_at=timezone.now())
    sandbox.world.log.clear()
    assert trouble_of(SpotifyFeatures(borrow_token), tracks).kind == "limited"
    assert not sandbox.world.log


def test_spotifys_block_of_the_app_holds_here_too(sandbox, settings, tracks) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from providers.spotify.problems import SpotifyQuotaSpent

    until = timezone.now() + timedelta(hours=1)
    quota.block_spotify(settings.SPOTIFY_CLIENT_ID, SpotifyQuotaSpent(when=until))
    sandbox.world.log.clear()
    trouble = trouble_of(SpotifyFeatures(borrow_token), tracks)
    assert trouble.kind == "limited" and trouble.wait is not None and trouble.wait > timedelta(minutes=59)
    assert not sandbox.world.log


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        ({"status": 500}, "down"),
        ({"status": 503}, "down"),
        ({"status": 503, "headers": {"Retry-After": "3"}}, "limited"),
        ({"status": 429}, "limited"),
        ({"status": 403}, "forbidden"),
        ({"status": 400}, "refused"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "down"),
        ({"drop": "before"}, "down"),
        ({"cut": 5}, "down"),
        ({"html": True, "status": 200}, "down"),
        ({"hang": 2}, "down"),
        ({"wrong_answer": "shape"}, "down"),
    ],
    ids=str,
)
def test_whatever_goes_wrong_is_typed_trouble(sandbox, settings, tracks, effect, kind) -> None:
    settings.ENRICHMENT_TIMEOUT = 0.3
    sandbox.world.faults.add("reccobeats", None, effect)
    assert trouble_of(ReccoBeats(), tracks).kind == kind


def test_trouble_tells_neither_address_nor_key(sandbox, settings, artists) -> None:
    sandbox.world.faults.add("lastfm", None, {"drop": "before"})
    trouble = LastFm().ask(artists[:1], most=5).trouble
    assert trouble is not None and trouble.__cause__ is None and trouble.__suppress_context__
    assert settings.LASTFM_API_KEY not in str(trouble)


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("99999999999", 86_400), ("-3", None), ("soon", None), ("", None)]
)
def test_a_wait_is_believed_up_to_a_day(header, seconds) -> None:
    wait = http.retry_after(header)
    assert (wait and wait.total_seconds()) == seconds


def test_it_says_who_asks(settings) -> None:
    settings.SITE_NAME, settings.SITE_URL, settings.VERSION = "Töne und mehr", "https://a.example", "1.2"
    assert http.user_agent() == "Tne-und-mehr/1.2 (https://a.example)"


def test_sources_are_asked_in_the_settings_order_and_lastfm_only_with_a_key(settings) -> None:
    settings.GENRE_SOURCES = ["lastfm", " MusicBrainz", "lastfm", ""]
    settings.LASTFM_API_KEY = "k"
    assert [source.name for source in sources.genre_sources()] == ["lastfm", "musicbrainz"]
    settings.LASTFM_API_KEY = ""
    assert [source.name for source in sources.genre_sources()] == ["musicbrainz"]


def test_a_source_that_is_none_is_named(settings) -> None:
    settings.FEATURE_SOURCES = ["soundstat"]
    with pytest.raises(ImproperlyConfigured, match="FEATURE_SOURCES: there is no source 'soundstat'"):
        sources.feature_sources()
