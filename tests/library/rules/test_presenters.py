"""Conditions, orders and a track's own values in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
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
from library.rules.presenters import describe_condition, describe_order, describe_result
from tests.support.songs import Song, person, save, unknown_to_all

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ada(db) -> User:
    return person()


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


def described(user, song: Song, *, known: bool = True) -> list[tuple[str, bool | None, str]]:
    saved = save(user, song)
    if not known:
        unknown_to_all(saved.track)
    saved = SavedTrack.objects.get(pk=saved.pk)
    results = explain(user, saved, Rules(CONDITIONS), today=NOON.date()).results
    return [(describe_condition(one.condition), one.holds, describe_result(one)) for one in results]


def test_each_condition_is_described_with_the_tracks_own_value(ada):
    assert described(ada, SONG) == [
        ("Tempo is 120 or more BPM", True, "128.0 BPM"),
        ("Energy is not 0.5 or less", False, "0.400"),
        ("Release year is from 1960 to 1969", True, "1967"),
        ("Genre is jazz", True, "jazz, soul"),
        ("Saved day is in the last 30 days", True, "saved on 2026-11-22"),
        ("Saved day is 2026-01-01 or later", True, "saved on 2026-11-22"),
        ("The track is not explicit", True, "not explicit"),
    ]


@pytest.mark.parametrize("known", [True, False], ids=["never looked up", "looked up without a result"])
def test_unknown_values_are_described_with_the_reason(ada, known):
    answers = described(ada, Song(NOON, has_features=False), known=known)
    unknown = [(condition, reason) for condition, holds, reason in answers if holds is None]
    assert unknown == [
        ("Tempo is 120 or more BPM", "unknown: no features for this track"),
        ("Energy is not 0.5 or less", "unknown: no features for this track"),
        ("Release year is from 1960 to 1969", "unknown: no release date for this album"),
        ("Genre is jazz", "unknown: no genres for this track's artists"),
        ("The track is not explicit", "unknown: Spotify does not say"),
    ]


def test_one_missing_feature_is_described_as_such(ada):
    answers = described(ada, Song(NOON, tempo=100, energy=None))
    assert answers[1][2] == "unknown: not among this track's features"


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (SavedLately(1), "Saved day is today"),
        (SavedBetween(last=date(2026, 2, 1)), "Saved day is 2026-02-01 or earlier"),
        (
            SavedBetween(date(2026, 1, 1), date(2026, 2, 1), negated=True),
            "Saved day is not from 2026-01-01 to 2026-02-01",
        ),
        (RangeCondition("tempo", low=99.5, high=120), "Tempo is from 99.5 to 120 BPM"),
    ],
)
def test_open_and_closed_ranges_are_described(condition, text):
    assert describe_condition(condition) == text


def test_orders_are_described():
    orders = [Order(), Order(descending=False), Order("artist", descending=False), Order("tempo")]
    assert [describe_order(order) for order in orders] == [
        "newest save first",
        "oldest save first",
        "by artist, lowest first",
        "by tempo, highest first",
    ]
