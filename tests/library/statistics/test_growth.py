"""Which genre grew most."""

from __future__ import annotations

from collections import Counter
from datetime import date

from library.statistics.growth import change_at_the_end, change_over_range

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in range(1, 5))
STARTS = [JANUARY, FEBRUARY, MARCH, APRIL]
COUNTS = {
    JANUARY: Counter({"jazz": 6, "soul": 3, "": 7}),
    FEBRUARY: Counter({"hip hop": 1}),
    APRIL: Counter({"hip hop": 4, "jazz": 4, "": 90}),
}


def test_the_halves_of_the_range_are_compared_by_share():
    change = change_over_range(COUNTS, STARTS)
    assert change and change.grew and change.shrank
    assert (change.before, change.after) == (STARTS[:2], STARTS[2:])
    assert (change.grew.genre, change.grew.before.share, change.grew.after.share) == ("hip hop", 0.1, 0.5)
    assert (change.grew.before.tracks, change.grew.after.tracks) == (1, 4)
    assert (change.shrank.genre, change.shrank.before.share, change.shrank.after.share) == ("soul", 0.3, 0)


def test_the_last_two_with_enough_tracks_of_a_known_genre_are_compared():
    change = change_at_the_end(COUNTS, STARTS)
    assert change and change.grew and change.shrank
    assert (list(change.before), list(change.after)) == ([JANUARY], [APRIL])
    assert (change.grew.genre, change.shrank.genre) == ("hip hop", "soul")
    four = COUNTS | {APRIL: Counter({"hip hop": 4, "": 90})}
    assert change_at_the_end(four, STARTS) is None


def test_nothing_is_said_where_nothing_can_be_compared():
    assert change_over_range(COUNTS, [JANUARY]) is None
    assert change_over_range({JANUARY: Counter({"": 3}), APRIL: Counter(jazz=1)}, STARTS) is None
    assert change_at_the_end({JANUARY: Counter(jazz=1)}, STARTS) is None


def test_shares_that_stay_are_no_growth():
    change = change_over_range({JANUARY: Counter(jazz=1), APRIL: Counter(jazz=9)}, STARTS)
    assert change and (change.grew, change.shrank) == (None, None)
