"""Smart sheets, what they would hold, and what is known of a library, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django.asserts import assertNumQueries

from library.rules.conditions import Order, PlaysGenre, RangeCondition, Rules
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from sheets.models import SmartTab
from tests.support.songs import Song, save
from website.smart.presenters import (
    PRESET_WORDS,
    SmartSheetPresenter,
    name_for_preset,
    present_coverage,
    present_presets,
    present_preview,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_preview_counts_all_matches_and_lists_as_many_as_the_limit(alice):
    for tempo in (130, 140, 90):
        save(alice, Song(NOON, tempo=tempo))
    fast = Rules((RangeCondition("tempo", low=120),), order=Order("tempo"), limit=1)
    preview = present_preview(alice, fast)
    assert (preview.matching, preview.is_cut) == (2, True)
    assert [row.side for row in preview.rows] == ["140 BPM"]
    assert preview.tracks == 3


@pytest.mark.parametrize(
    ("by", "side"),
    [
        ("energy", "30%"),
        ("valence", ""),
        ("release_date", "1967"),
        ("saved", "22 Nov 2026"),
        ("artist", "22 Nov 2026"),
    ],
)
def test_rows_show_what_they_are_sorted_by(alice, by, side):
    save(alice, Song(NOON, energy=0.3, release_date="1967-05"))
    assert [row.side for row in present_preview(alice, Rules(order=Order(by))).rows] == [side]


def test_cards_of_presets_say_how_many_tracks_fit_in_one_query(alice):
    save(alice, Song(NOON, energy=0.3, release_date="1994"))
    with assertNumQueries(1):
        presets = {one.key: one.tracks for one in present_presets(alice)}
    assert (presets["Calm nineties"], presets["Workout"]) == (1, 0)


def test_a_sheet_of_a_preset_gets_a_name_that_is_free():
    assert name_for_preset("Chill", []) == "Chill"
    assert name_for_preset("Chill", ["CHILL", "Chill 2", "Workout"]) == "Chill 3"


def test_reasons_of_missing_values_are_given_only_where_values_are_missing(alice, settings):
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    save(alice, Song(NOON, tempo=100, genres=(("jazz",),)))
    assert present_coverage(alice).reasons == []
    save(alice, Song(NOON, tempo=100))
    (reason,) = present_coverage(alice).reasons
    assert "No source of genres is switched on here" in reason


def test_smart_sheet_has_its_conditions_order_and_rows_in_words():
    rules = Rules((PlaysGenre("jazz"),), order=Order("tempo"), limit=1000)
    presenter = SmartSheetPresenter(SmartTab(rules=rules_to_json(rules)))
    assert presenter.conditions == ["Genre is jazz"]
    assert presenter.order == "At most 1,000 tracks, fastest first"
    assert SmartSheetPresenter(SmartTab(rules=rules_to_json(Rules()))).order == "Newest saves first"
    assert (presenter.written, presenter.rows) == ("", None)
    written = SmartTab(confirmed_at=NOON, confirmed_receipt={"name": "Jazz", "rows": 7})
    assert SmartSheetPresenter(written).rows == 7
    assert SmartSheetPresenter(written).written.endswith("at 12:00")


def test_rules_of_another_version_are_shown_as_empty():
    presenter = SmartSheetPresenter(SmartTab(rules={"conditions": [{"on": "loudness"}]}))
    assert presenter.rules == Rules()


def test_every_preset_has_a_sentence_of_what_it_holds() -> None:
    assert PRESET_WORDS.keys() == PRESETS.keys()
