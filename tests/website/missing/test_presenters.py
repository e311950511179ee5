"""Missing tracks in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from library.models import LibraryState, SavedTrack
from tests.support.songs import Song, save
from website.missing.presenters import NAMES_SHOWN, describe_held, present_missing

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def lose(user, count: int, state: str = "held") -> None:
    for place in range(count):
        one = save(user, Song(NOON - timedelta(days=place)), name=f"Lost {place}")
        SavedTrack.objects.filter(pk=one.pk).update(missing=state, missing_since=NOON)


def test_the_number_is_said_for_one_and_for_many() -> None:
    assert describe_held(0) == ""
    assert describe_held(1) == "1 track is missing at Spotify"
    assert describe_held(1972) == "1,972 tracks are missing at Spotify"


@pytest.mark.parametrize(
    ("looks", "outlook"),
    [
        (0, "If the next 2 daily syncs do not find them either, they are removed."),
        (1, "If the next daily sync does not find them either, they are removed."),
    ],
)
def test_it_says_when_they_go_by_themselves(alice, looks, outlook) -> None:
    lose(alice, 2)
    LibraryState.objects.create(user=alice, held_since=timezone.now(), held_looks=looks)
    missing = present_missing(alice)
    assert (missing.headline, missing.outlook) == ("2 tracks are missing at Spotify", outlook)
    assert missing.since.startswith("today")


def test_a_long_list_is_cut(alice) -> None:
    lose(alice, NAMES_SHOWN + 3)
    tracks = present_missing(alice).held
    assert (tracks.count, len(tracks.names), tracks.more) == (NAMES_SHOWN + 3, NAMES_SHOWN, 3)


def test_nothing_is_missing(alice) -> None:
    missing = present_missing(alice)
    assert (missing.headline, missing.held.count, missing.kept.count) == ("No tracks are missing", 0, 0)
