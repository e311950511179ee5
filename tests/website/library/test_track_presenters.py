"""A track's page: history, features and genres with their sources, and the sheets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from library.models import ArtistKnowledge, Features, SavedTrack, Track
from library.rules.conditions import Order, RangeCondition, Rules
from library.rules.serialization import rules_to_json
from sheets.models import LinkedSheet, SmartTab
from tests.support.songs import Song, save
from website.library.track_presenters import TrackPresenter, present_track

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def saved(alice) -> SavedTrack:
    song = Song(NOON, tempo=118.5, energy=0.35, genres=(("ambient", "drone"), ()), explicit=False)
    found = save(alice, song, name="Says")
    Track.objects.update(spotify_id="abc")
    Features.objects.update(source="reccobeats", fetched_at=NOON)
    return found


@pytest.fixture(autouse=True)
def in_berlin():
    with timezone.override("Europe/Berlin"):
        yield


def shown(alice, saved: SavedTrack) -> TrackPresenter:
    return present_track(alice, saved.track_id)


def words(page: TrackPresenter) -> list[tuple[str, str]]:
    return [(moment.words, moment.day) for moment in page.history]


def test_history_tells_what_was_saved_removed_and_saved_again(alice, saved):
    SavedTrack.objects.filter(pk=saved.pk).update(removed_at=NOON + DAY)
    SavedTrack.objects.create(user=alice, track=saved.track, added_at=NOON + 3 * DAY, position=10**6)
    page = shown(alice, saved)
    assert words(page) == [
        ("Saved again", "25 Nov 2026"),
        ("Removed", "23 Nov 2026"),
        ("Saved", "22 Nov 2026"),
    ]
    assert page.is_saved
    assert page.history[0].time == "13:00"


def test_a_save_that_took_the_place_of_another_is_no_removal(alice, saved):
    SavedTrack.objects.filter(pk=saved.pk).update(removed_at=NOON + DAY)
    SavedTrack.objects.create(user=alice, track=saved.track, added_at=NOON + DAY, position=10**6)
    assert [word for word, _day in words(shown(alice, saved))] == ["Saved again", "Saved"]


@pytest.mark.parametrize("missing", SavedTrack.Missing.values)
def test_a_missing_save_is_told_as_one(alice, saved, missing):
    SavedTrack.objects.filter(pk=saved.pk).update(missing=missing, missing_since=NOON + DAY)
    assert words(shown(alice, saved))[0][0].startswith("Not listed by Spotify")


def test_features_and_genres_have_source_and_day(alice, saved):
    artist = saved.track.credits.first().artist
    ArtistKnowledge.objects.create(artist=artist, known=True, source="musicbrainz", fetched_at=NOON)
    page = shown(alice, saved)
    assert [(fact.label, fact.value) for fact in page.features] == [("Tempo", "118 BPM"), ("Energy", "35%")]
    assert page.features_note == "From ReccoBeats, looked up on 22 Nov 2026."
    first, second = page.genres
    assert (first.genres, first.note) == ("ambient, drone", "from MusicBrainz, looked up on 22 Nov 2026")
    assert (second.genres, second.note) == ("", "not known yet: they have not been looked up so far")


def test_what_is_not_known_is_said_plainly(alice, saved):
    Features.objects.update(known=False, ask_again_at=NOON, tempo=None, energy=None, source="")
    assert shown(alice, saved).features_note.startswith("Not known yet: no source had them on 22 Nov 2026")
    Features.objects.all().delete()
    assert shown(alice, saved).features_note.startswith("Not known yet: they have not been looked up")
    Track.objects.update(spotify_id=None)
    assert "local files" in shown(alice, saved).features_note


def test_the_sheets_say_whether_and_why(alice, saved):
    slow = Rules((RangeCondition("tempo", high=100),))
    first = Rules((RangeCondition("tempo", low=100),), order=Order("tempo"), limit=1)
    for name, rules in (("Slow", slow), ("First", first), ("All", Rules())):
        SmartTab.objects.create(user=alice, name=name, rules=rules_to_json(rules))
    save(alice, Song(NOON - DAY, tempo=200))
    page = shown(alice, saved)
    assert [(one.sheet.name, one.fits, one.is_in) for one in page.smart_sheets] == [
        ("Slow", False, False),
        ("First", True, False),
        ("All", True, True),
    ]
    assert page.smart_sheets[0].results[0].reason == "118.5 BPM"


def test_the_place_in_the_sheet_goes_by_its_scope(alice, saved):
    save(alice, Song(NOON + DAY))
    LinkedSheet.objects.filter(user=alice).update(scope="recent", recent_count=1)
    page = shown(alice, saved)
    assert page.in_sheet is False
    assert page.why_not_in_sheet == "It is not among the 1 most recent, which your sheet shows."
    LinkedSheet.objects.filter(user=alice).update(scope="all")
    assert shown(alice, saved).in_sheet
    SavedTrack.objects.filter(pk=saved.pk).update(removed_at=NOON + DAY)
    page = shown(alice, saved)
    assert (page.in_sheet, page.smart_sheets) == (False, [])
    assert page.why_not_in_sheet == "Only tracks that are saved now have a row."
    LinkedSheet.objects.all().delete()
    assert shown(alice, saved).in_sheet is None


def test_nobody_sees_the_track_of_another(bob, saved):
    with pytest.raises(Http404):
        present_track(bob, saved.track_id)
