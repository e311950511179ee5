"""What each chart shows, and whether its sentence is true."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from library.statistics.grouping import Grouping
from library.statistics.months import Mean, Sound, Traffic
from library.statistics.tops import Decade
from library.statistics.years import SavedYear
from providers.source import FEATURE_NAMES
from website.statistics.charts import (
    format_decade,
    format_share,
    present_decades,
    present_genres,
    present_saved_years,
    present_sound,
    present_traffic,
)
from website.statistics.presenters import Axis

STARTS = [date(2026, month, 1) for month in range(1, 5)]
JANUARY, FEBRUARY, MARCH, APRIL = STARTS
AXIS = Axis(Grouping.MONTH, STARTS)
GENRES = {
    JANUARY: Counter({"jazz": 24, "hip hop": 1, "": 5}),
    MARCH: Counter({"jazz": 15, "hip hop": 3, "soul": 2}),
    APRIL: Counter({"hip hop": 5}),
}


def test_the_genre_that_grew_most_is_named_with_its_shares():
    found = present_genres(GENRES, AXIS, by_count=False)
    assert [(one.label, one.value) for one in found.stats] == [
        ("Genre that grew most", "hip hop"),
        ("Genre that shrank most", "jazz"),
        ("Genre that grew most in Apr 2026", "hip hop"),
    ]
    assert found.stats[0].note == "4% in Jan to Feb 2026, 32% in Mar to Apr 2026"
    assert found.chart.summary == (
        "Grew most: hip hop, from 4% (Jan to Feb 2026) to 32% (Mar to Apr 2026)."
        " Saved most: jazz, 78% of the tracks whose genre is known."
    )
    assert found.coverage == "A genre is known for 50 of the 55 tracks saved in this time."


def test_a_month_without_saves_is_a_gap_and_not_left_out():
    chart = present_genres(GENRES, AXIS, by_count=False).chart
    assert chart.labels == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"]
    assert [(one.name, list(one.values)) for one in chart.series] == [
        ("jazz", [0.96, None, 0.75, 0]),
        ("hip hop", [0.04, None, 0.15, 1]),
        ("soul", [0, None, 0.1, 0]),
    ]
    assert [row.cells for row in chart.rows][:2] == [
        ["96.0%", "4.0%", "0%", "30", "5"],
        ["–", "–", "–", "0", "0"],
    ]


def test_tracks_are_counted_where_the_person_chose_so():
    chart = present_genres(GENRES, AXIS, by_count=True).chart
    assert list(chart.series[0].values) == [24, None, 15, 0]
    assert chart.value_format == "count"


def test_the_genres_behind_the_first_eight_are_together():
    counts = {JANUARY: Counter({f"genre {number}": 20 - number for number in range(10)})}
    chart = present_genres(counts, AXIS, by_count=True).chart
    assert (len(chart.series), chart.series[-1].name, chart.series[-1].values[0]) == (9, "All others", 23)
    del counts[JANUARY]["genre 9"]
    assert present_genres(counts, AXIS, by_count=True).chart.series[-1].name == "genre 8"


def test_a_range_without_a_known_genre_has_no_chart():
    found = present_genres({JANUARY: Counter({"": 3})}, AXIS, by_count=False)
    assert (found.known, found.stats, found.chart.labels) == (0, [], [])
    assert found.chart.summary == "No genre is known yet of what was saved in this time."


def test_nothing_is_said_of_growth_where_there_is_none():
    found = present_genres({JANUARY: Counter(jazz=1), APRIL: Counter(jazz=1)}, AXIS, by_count=False)
    assert found.stats == []
    assert found.chart.summary == "Saved most: jazz, 100% of the tracks whose genre is known."


def test_saves_and_removals_have_their_totals():
    found = present_traffic([Traffic(JANUARY, 3, 1), Traffic(MARCH, 8, 0)], AXIS, as_it_is=False)
    assert [tuple(one) for one in found.stats] == [
        ("Saved", "11", ""),
        ("Removed", "1", ""),
        ("Busiest", "Mar 2026", "8 tracks saved"),
    ]
    assert found.chart.summary == "You saved most in Mar 2026: 8 tracks."
    assert [list(one.values) for one in found.chart.series] == [[3, 0, 8, 0], [1, 0, 0, 0]]


def test_removals_are_not_shown_of_the_library_as_it_is():
    found = present_traffic([Traffic(JANUARY, 1, 0)], AXIS, as_it_is=True)
    assert [one.name for one in found.chart.series] == ["Saved"]
    assert (found.chart.title, found.chart.summary) == (
        "Saved by month",
        "You saved most in Jan 2026: 1 track.",
    )


def test_there_is_no_busiest_month_without_a_save():
    found = present_traffic([Traffic(JANUARY, 0, 2)], AXIS, as_it_is=False)
    assert ([one.label for one in found.stats], found.chart.summary) == (
        ["Saved", "Removed"],
        "Nothing was saved in this time.",
    )


def sound(month: date, tracks: int, **means: Mean) -> Sound:
    return Sound(month, tracks, dict.fromkeys(FEATURE_NAMES, Mean(None, 0)) | means)


def test_sound_says_what_changed_most_and_how_many_tracks_are_behind_it():
    months = [
        sound(JANUARY, 4, energy=Mean(0.5, 3), valence=Mean(0.9, 3), tempo=Mean(100.0, 3)),
        sound(APRIL, 2, energy=Mean(0.6, 2), valence=Mean(0.3, 2), tempo=Mean(120.0, 2)),
    ]
    found = present_sound(months, AXIS)
    mood, tempo = found.charts
    assert mood.summary == "Valence changed most: from 90% in Jan 2026 to 30% in Apr 2026."
    assert tempo.summary == "Tempo went from 100 BPM in Jan 2026 to 120 BPM in Apr 2026."
    assert list(tempo.series[0].values) == [100.0, None, None, 120.0]
    assert [row.cells for row in tempo.rows] == [["100", "3"], ["–", "0"], ["–", "0"], ["120", "2"]]
    assert [one.name for one in mood.counts] == [
        "Tracks: Energy",
        "Tracks: Valence",
        "Tracks: Danceability",
        "Tracks: Acousticness",
    ]
    assert found.coverage == "Audio features are known for 5 of the 6 tracks saved in this time."
    assert [(one.label, one.value) for one in found.stats] == [
        ("Energy", "54%"),
        ("Valence", "66%"),
        ("Tempo", "108 BPM"),
    ]


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([sound(JANUARY, 1)], "Nothing is known of it yet."),
        ([sound(JANUARY, 1, tempo=Mean(99.0, 1))], "Only one time has known values."),
        (
            [sound(JANUARY, 1, tempo=Mean(99.0, 1)), sound(MARCH, 1, tempo=Mean(99.4, 1))],
            "Tempo is the same in Jan 2026 and in Mar 2026: 99 BPM.",
        ),
    ],
)
def test_little_is_said_of_little(months, words):
    assert present_sound(months, AXIS).charts[1].summary == words


def test_decades_without_a_track_stand_between_the_others():
    chart = present_decades([Decade(1970, 3), Decade(1990, 6), Decade(None, 1)])
    assert chart.labels == ["1970s", "1980s", "1990s", "unknown"]
    assert list(chart.series[0].values) == [3, 0, 6, 1]
    assert chart.summary == "The largest share is from the 1990s: 60% of the tracks."


def test_unknown_decades_are_no_decade():
    chart = present_decades([Decade(None, 1)])
    assert (chart.labels, chart.summary) == (
        ["unknown"],
        "No release date is known of what was saved in this time.",
    )
    assert format_decade(None) == "unknown"


def test_years_without_a_save_stand_between_the_others():
    day = date(2020, 1, 1)
    chart = present_saved_years([SavedYear(2020, 5, day, day), SavedYear(2022, 1, day, day)])
    assert (chart.labels, list(chart.series[0].values)) == (["2020", "2021", "2022"], [5, 0, 1])
    assert chart.summary == "You saved most in 2020: 5 tracks."
    assert present_saved_years([]).labels == []


def test_shares_in_sentences_are_whole_percents():
    assert [format_share(value) for value in (0, 0.001, 0.196, 1)] == ["0%", "under 1%", "20%", "100%"]
