"""What a person reads about one track, condition by condition."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django.asserts import assertNumQueries

from library.models import SavedTrack
from library.rules.conditions import IsExplicit, PlaysGenre, RangeCondition, Rules, SavedBetween, SavedLately
from library.rules.explanation import explain
from tests.support.songs import Song, person, save, unknown_to_all
from website.smart.presenters import describe_condition, describe_result

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = (
    RangeCondition("tempo", low=120),
    RangeCondition("energy", high=0.5, negated=True),
    RangeCondition("release_year", low=1960, high=1969),
    PlaysGenre("jazz"),
    SavedLately(30),
    SavedBetween(first=date(2026, 1, 1)),
    IsExplicit(negated=True),
)
SONG = Song(NOON, tempo=128, energy=0.4, genres=(("jazz", "soul"),), release_date="1967-05", explicit=False)


def described(song: Song, *, known: bool = True) -> list[tuple[str, bool | None, str]]:
    user = person()
    saved = save(user, song)
    if not known:
        unknown_to_all(saved.track)
    saved = SavedTrack.objects.select_related("track__album", "track__features").get(pk=saved.pk)
    with assertNumQueries(1):
        explanation = explain(user, saved, Rules(ASKED), today=NOON.date())
    return [
        (describe_condition(result.condition), result.holds, describe_result(result))
        for result in explanation.results
    ]


def test_each_condition_has_its_answer_and_the_tracks_own_value(db):
    assert described(SONG) == [
        ("Tempo is 120 or more BPM", True, "128.0 BPM"),
        ("Energy is not 0.5 or less", False, "0.400"),
        ("Release year is from 1960 to 1969", True, "1967"),
        ("Genre is jazz", True, "jazz, soul"),
        ("Saved day is in the last 30 days", True, "saved on 2026-11-22"),
        ("Saved day is 2026-01-01 or later", True, "saved on 2026-11-22"),
        ("The track is not explicit", True, "not explicit"),
    ]


@pytest.mark.parametrize("known", [True, False], ids=["never asked", "asked in vain"])
def test_the_unknown_is_an_answer_of_its_own(db, known):
    answers = described(Song(NOON, has_features=False), known=known)
    unknown = [(asked, because) for asked, holds, because in answers if holds is None]
    assert unknown == [
        ("Tempo is 120 or more BPM", "unknown: no features for this track"),
        ("Energy is not 0.5 or less", "unknown: no features for this track"),
        ("Release year is from 1960 to 1969", "unknown: no release date for this album"),
        ("Genre is jazz", "unknown: no genres for this track's artists"),
        ("The track is not explicit", "unknown: Spotify does not say"),
    ]


def test_one_missing_feature_is_not_all_of_them(db):
    answers = described(Song(NOON, tempo=100, energy=None))
    assert answers[1][2] == "unknown: not among this track's features"


def test_a_placeholder_fits_nothing(db):
    user = person()
    saved = SavedTrack.objects.create(user=user, track=None, added_at=NOON, position=1)
    assert not explain(user, saved, Rules()).fits
