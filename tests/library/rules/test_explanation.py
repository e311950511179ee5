"""Why a track is in a smart sheet or is not, condition by condition."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django.asserts import assertNumQueries

from library.models import SavedTrack
from library.rules.conditions import IsExplicit, PlaysGenre, RangeCondition, Rules, SavedBetween, SavedLately
from library.rules.explanation import ConditionResult, explain
from tests.support.songs import Song, person, save, unknown_to_all

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONDITIONS = (
    RangeCondition("tempo", low=120),
    RangeCondition("energy", high=0.5, negated=True),
    RangeCondition("release_year", low=1960, high=1969),
    PlaysGenre("jazz"),
    SavedLately(30),
    SavedBetween(first=date(2026, 1, 1)),
    IsExplicit(negated=True),
)
SONG = Song(NOON, tempo=128, energy=0.4, genres=(("jazz", "soul"),), release_date="1967-05", explicit=False)


def explained(song: Song, *, known: bool = True) -> tuple[ConditionResult, ...]:
    user = person()
    saved = save(user, song)
    if not known:
        unknown_to_all(saved.track)
    saved = SavedTrack.objects.select_related("track__album", "track__features").get(pk=saved.pk)
    with assertNumQueries(1):
        explanation = explain(user, saved, Rules(CONDITIONS), today=NOON.date())
    assert tuple(result.condition for result in explanation.results) == CONDITIONS
    return explanation.results


def test_each_condition_has_its_answer_and_the_tracks_own_value(db):
    assert [(result.holds, result.value) for result in explained(SONG)] == [
        (True, 128.0),
        (False, 0.4),
        (True, 1967.0),
        (True, ("jazz", "soul")),
        (True, NOON.date()),
        (True, NOON.date()),
        (True, False),
    ]


@pytest.mark.parametrize("known", [True, False], ids=["never looked up", "looked up without a result"])
def test_an_unknown_value_is_an_answer_of_its_own_with_the_reason(db, known):
    results = explained(Song(NOON, has_features=False), known=known)
    assert [result.missing for result in results if result.holds is None] == [
        "no_features",
        "no_features",
        "no_release_date",
        "no_genres",
        "explicit_unknown",
    ]


def test_one_missing_feature_is_not_all_of_them(db):
    assert explained(Song(NOON, tempo=100, energy=None))[1].missing == "feature_missing"


def test_a_placeholder_fits_nothing(db):
    user = person()
    saved = SavedTrack.objects.create(user=user, track=None, added_at=NOON, position=1)
    assert not explain(user, saved, Rules()).fits
