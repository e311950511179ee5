"""Which saves have a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from library.models import SavedTrack
from library.rules.conditions import Order, RangeCondition, Rules
from sheets.membership import is_in_smart_sheet, keep_in_sheet, keep_in_smart_sheet, saves_in_sheet
from sheets.models import LinkedSheet
from tests.support.songs import Song, person, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ada(db) -> User:
    user = person()
    for number in range(4):
        save(user, Song(NOON + timedelta(days=number), tempo=100 + number), name=f"Song {number}")
    save(user, Song(NOON, tempo=300), name="Gone", removed_at=NOON + timedelta(days=1))
    save(person("bob"), Song(NOON, tempo=300), name="Other")
    return user


def names(saves) -> list[str]:
    return sorted(saves.values_list("track__name", flat=True))


def sheet(ada: User, scope: str, count: int = 50) -> LinkedSheet:
    return LinkedSheet(user=ada, scope=scope, recent_count=count)


def test_a_sheet_of_the_most_recent_has_those(ada):
    assert names(SavedTrack.objects.filter(pk__in=saves_in_sheet(sheet(ada, "recent", 2)).values("pk"))) == [
        "Song 2",
        "Song 3",
    ]


def test_what_is_in_the_sheet_and_what_is_not_are_all(ada):
    everything = SavedTrack.objects.filter(user=ada)
    two = sheet(ada, "recent", 2)
    assert names(keep_in_sheet(everything, two, inside=True)) == ["Song 2", "Song 3"]
    assert names(keep_in_sheet(everything, two, inside=False)) == ["Gone", "Song 0", "Song 1"]
    assert names(keep_in_sheet(everything, sheet(ada, "all"), inside=False)) == ["Gone"]


def test_the_limit_of_a_smart_sheet_counts(ada):
    rules = Rules((RangeCondition("tempo", low=101),), order=Order("tempo"), limit=2)
    saves = SavedTrack.objects.filter(user=ada)
    assert names(keep_in_smart_sheet(saves, ada, rules)) == ["Song 2", "Song 3"]
    ids = dict(saves.values_list("track__name", "track"))
    assert is_in_smart_sheet(ada, rules, ids["Song 3"])
    assert not is_in_smart_sheet(ada, rules, ids["Song 1"])
