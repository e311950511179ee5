"""Conditions, orders and a track's own values in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

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
    SortName,
)
from library.rules.explanation import explain
from library.rules.presenters import ORDER_LABELS, describe_condition, describe_order, describe_result
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
        ("Tempo at least 120 BPM", True, "128 BPM"),
        ("Energy above 50%", False, "40%"),
        ("Released in the 1960s", True, "1967"),
        ("Genre is jazz", True, "jazz, soul"),
        ("Saved in the last 30 days", True, "Saved on 22 Nov 2026"),
        ("Saved on 1 Jan 2026 or later", True, "Saved on 22 Nov 2026"),
        ("Not explicit", True, "Not explicit"),
    ]


@pytest.mark.parametrize("known", [True, False], ids=["never looked up", "looked up without a result"])
def test_unknown_values_are_described_with_the_reason(ada, known):
    answers = described(ada, Song(NOON, has_features=False), known=known)
    unknown = [(condition, reason) for condition, holds, reason in answers if holds is None]
    assert unknown == [
        ("Tempo at least 120 BPM", "Not known: no audio features for this track"),
        ("Energy above 50%", "Not known: no audio features for this track"),
        ("Released in the 1960s", "Not known: no release date for this album"),
        ("Genre is jazz", "Not known: no genres for this track’s artists"),
        ("Not explicit", "Not known: Spotify does not say"),
    ]


def test_one_missing_feature_is_described_as_such(ada):
    answers = described(ada, Song(NOON, tempo=100, energy=None))
    assert answers[1][2] == "Not known: the source does not measure it for this track"


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (SavedLately(1), "Saved today"),
        (SavedBetween(last=date(2026, 2, 1)), "Saved on 1 Feb 2026 or before"),
        (
            SavedBetween(date(2026, 1, 1), date(2026, 2, 1), negated=True),
            "Saved before 1 Jan 2026 or after 1 Feb 2026",
        ),
        (SavedLately(30, negated=True), "Not saved in the last 30 days"),
        (SavedBetween(date(2026, 1, 1), date(2026, 2, 1)), "Saved from 1 Jan 2026 to 1 Feb 2026"),
        (SavedBetween(first=date(2026, 1, 1), negated=True), "Saved before 1 Jan 2026"),
        (SavedBetween(last=date(2026, 1, 1), negated=True), "Saved after 1 Jan 2026"),
        (RangeCondition("tempo", low=99.5, high=120), "Tempo from 99.5 to 120 BPM"),
        (RangeCondition("tempo", low=99.5, negated=True), "Tempo below 99.5 BPM"),
        (RangeCondition("energy", 0.2, 0.333, negated=True), "Energy below 20 or above 33.3%"),
        (RangeCondition("valence", high=0.07), "Valence at most 7%"),
        (RangeCondition("release_year", 1990, 1999, negated=True), "Not released in the 1990s"),
        (RangeCondition("release_year", 1995, 1999), "Released from 1995 to 1999"),
        (RangeCondition("release_year", 1995, 1999, negated=True), "Released before 1995 or after 1999"),
        (RangeCondition("release_year", low=1995), "Released in 1995 or later"),
        (RangeCondition("release_year", low=1995, negated=True), "Released before 1995"),
        (RangeCondition("release_year", high=1995), "Released in 1995 or before"),
        (RangeCondition("release_year", high=1995, negated=True), "Released after 1995"),
        (RangeCondition("release_year", 1995, 1995), "Released in 1995"),
        (RangeCondition("release_year", 1995, 1995, negated=True), "Not released in 1995"),
        (PlaysGenre("jazz", negated=True), "Genre is not jazz"),
        (IsExplicit(), "Explicit"),
    ],
)
def test_open_and_closed_ranges_are_described(condition, text):
    assert describe_condition(condition) == text


def test_every_order_has_words():
    assert {by for by, _ in ORDER_LABELS} == set(get_args(SortName))
    assert len(ORDER_LABELS) == 2 * len(get_args(SortName))


def test_orders_are_described():
    orders = [Order(), Order(descending=False), Order("artist", descending=False), Order("tempo")]
    assert [describe_order(order) for order in orders] == [
        "newest saves first",
        "oldest saves first",
        "by artist, A to Z",
        "fastest first",
    ]
