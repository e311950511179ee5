"""A track is in a smart sheet exactly when the explanation says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from library.models import SavedTrack
from library.rules.conditions import (
    IsExplicit,
    Order,
    PlaysGenre,
    RangeCondition,
    Rules,
    SavedBetween,
    SavedLately,
)
from library.rules.explanation import explain
from library.rules.matching import holds_track, matching
from tests.library.rules.strategies import RULES, SONGS, TODAY
from tests.support.songs import Song, person, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)


class Agreement(TestCase):
    @pytest.mark.slow
    @settings(max_examples=60, deadline=None)
    @given(songs=st.lists(SONGS, max_size=6), rules=RULES)
    def test_a_track_matches_exactly_when_the_explanation_fits(self, songs, rules):
        user = person()
        saves = [save(user, song) for song in songs]
        found = {save.pk for save in matching(user, rules, today=TODAY.date())}
        for saved in saves:
            explanation = explain(user, SavedTrack.objects.get(pk=saved.pk), rules, today=TODAY.date())
            joined = all if rules.match == "all" else any
            answers = [answer.holds is True for answer in explanation.results]
            assert explanation.fits == (not answers or joined(answers))
            assert (saved.pk in found) == explanation.fits, explanation

    @pytest.mark.slow
    @settings(max_examples=40, deadline=None)
    @given(songs=st.lists(SONGS, max_size=6), rules=RULES, limit=st.integers(1, 4))
    def test_a_limit_takes_the_first_of_the_same_order(self, songs, rules, limit):
        user = person()
        for song in songs:
            save(user, song)
        whole = list(matching(user, rules, today=TODAY.date()))
        cut = list(matching(user, replace(rules, limit=limit), today=TODAY.date()))
        assert cut == whole[:limit]


@pytest.fixture
def ada(db):
    return person()


def names(user, *conditions, **more) -> list[str]:
    rules = Rules(conditions, **more)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = [saved.track.name for saved in matching(user, rules, today=DAY).select_related("track")]
    assert len(queries) == 1
    return found


def test_without_conditions_it_is_every_saved_track_newest_first(ada):
    save(ada, Song(NOON), name="old")
    save(ada, Song(NOON, tempo=90), name="new")
    assert names(ada) == ["new", "old"]


def test_other_peoples_and_removed_tracks_do_not_match(ada):
    save(person("ben"), Song(NOON))
    save(ada, Song(NOON), removed_at=NOON)
    SavedTrack.objects.create(user=ada, track=None, added_at=NOON, position=1)
    assert names(ada) == []


def test_an_unknown_value_is_left_out_of_both_sides(ada):
    save(ada, Song(NOON, has_features=False))
    save(ada, Song(NOON, tempo=100), name="known")
    assert names(ada, RangeCondition("tempo", low=100)) == ["known"]
    assert names(ada, RangeCondition("tempo", low=101, negated=True)) == ["known"]
    assert names(ada, PlaysGenre("jazz", negated=True)) == []
    assert names(ada, IsExplicit(negated=True)) == []


def test_a_track_that_fits_may_be_left_out_by_the_limit(ada):
    old, new, slow = (save(ada, Song(NOON, tempo=tempo)).track_id for tempo in (120, 130, 90))
    fast = Rules((RangeCondition("tempo", low=100),))
    assert [holds_track(ada, fast, track) for track in (old, new, slow, None)] == [True, True, False, False]
    one = replace(fast, limit=1)
    assert [holds_track(ada, one, track) for track in (old, new)] == [False, True]


def test_not_a_genre_needs_another_genre(ada):
    save(ada, Song(NOON, genres=(("jazz", "ambient"), ())), name="both")
    save(ada, Song(NOON, genres=((), ("techno",))), name="techno")
    assert names(ada, PlaysGenre("jazz", negated=True)) == ["techno"]


def test_genres_of_removed_saves_do_not_match(ada):
    save(ada, Song(NOON, genres=(("jazz",),)), removed_at=NOON)
    assert names(ada, PlaysGenre("jazz")) == []


def test_days_are_those_of_the_persons_time_zone(ada):
    """23:30 UTC of the 20th is the 21st in Berlin."""
    save(ada, Song(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)), name="late")
    assert names(ada, SavedLately(2)) == ["late"]
    assert names(ada, SavedLately(1)) == []
    assert names(ada, SavedBetween(date(2026, 11, 21), date(2026, 11, 21))) == ["late"]
    assert names(ada, SavedBetween(last=date(2026, 11, 20))) == []


def test_days_are_in_utc_where_the_time_zone_is_unknown(db):
    nora = person("nora", time_zone="Mars/Base")
    saved = save(nora, Song(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)), name="late")
    of_the_20th = SavedBetween(date(2026, 11, 20), date(2026, 11, 20))
    assert names(nora, of_the_20th) == ["late"]
    assert explain(nora, saved, Rules((of_the_20th,))).fits
    assert explain(nora, saved, Rules((SavedLately(2),)), today=DAY).fits is False


def test_a_track_saved_twice_matches_once(ada):
    older = save(ada, Song(NOON - timedelta(days=9)), name="twice")
    SavedTrack.objects.create(user=ada, track=older.track, added_at=NOON, position=10**9)
    assert names(ada) == ["twice"]
    assert names(ada, SavedLately(2, negated=True)) == ["twice"]


@pytest.mark.parametrize(
    ("descending", "expected"), [(True, ["fast", "slow", "?"]), (False, ["slow", "fast", "?"])]
)
def test_unknown_values_come_last_in_both_directions(ada, descending, expected):
    save(ada, Song(NOON, has_features=False), name="?")
    save(ada, Song(NOON, tempo=170), name="fast")
    save(ada, Song(NOON, tempo=70), name="slow")
    assert names(ada, order=Order("tempo", descending=descending)) == expected


@pytest.mark.parametrize("date_known", ["1967", "1967-05", "1967-05-26"])
def test_a_release_year_is_known_however_precise_the_date(ada, date_known):
    save(ada, Song(NOON, release_date=date_known), name="hit")
    save(ada, Song(NOON, release_date="0000"), name="no year")
    assert names(ada, RangeCondition("release_year", low=1960, high=1967)) == ["hit"]
    assert names(ada, RangeCondition("release_year", low=1970, negated=True)) == ["hit"]
