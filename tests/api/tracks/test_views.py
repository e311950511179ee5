"""Saved tracks by API: looked for, listed a page at a time, and one with its history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from library.models import SavedTrack, Track
from library.search import search_text
from tests.api.conftest import assert_refused
from tests.support.songs import Song, person, save

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORDERS = (
    *("added", "removed", "title", "artist", "album", "release_date", "duration"),
    *("tempo", "energy", "danceability", "acousticness", "valence"),
)


@pytest.fixture
def library(alice) -> list[SavedTrack]:
    saves = [
        save(alice, Song(MONDAY + timedelta(days=number // 2), tempo=tempo, genres=(("jazz",),)), name=name)
        for number, (name, tempo) in enumerate(
            (("Ágætis", 120.25), ("Byrjun", None), ("Ágætis", 90.0), ("=1+1", 120.25))
        )
    ]
    for one in saves:
        Track.objects.filter(pk=one.track_id).update(search_text=search_text(one.track.name))
    save(alice, Song(MONDAY), name="gone", removed_at=MONDAY + timedelta(days=9))
    save(person("ben"), Song(MONDAY), name="somebody else's")
    return saves


def test_a_track_is_shown_with_all_that_is_known(call, library) -> None:
    page = call("GET", "/tracks?search=BYRJUN").json()
    (item,) = page["items"]
    assert page["next"] is None
    assert (item["save_id"], item["track_id"]) == (library[1].pk, library[1].track_id)
    assert (item["title"], item["added_at"], item["removed_at"]) == ("Byrjun", "2026-03-02T12:00:00Z", None)
    assert (item["genres"], item["features"]["tempo"], item["features"]["source"]) == (["jazz"], None, "test")


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("sort", ORDERS)
def test_pages_go_on_in_every_order_while_saves_come_and_go(call, library, alice, sort, direction) -> None:
    order = f"sort={sort}&direction={direction}"
    whole = [item["save_id"] for item in call("GET", f"/tracks?{order}").json()["items"]]
    first = call("GET", f"/tracks?{order}&limit=1").json()
    # One that nobody has seen yet would be at the front or at the end; the one shown goes.
    SavedTrack.objects.filter(pk=first["items"][0]["save_id"]).update(removed_at=MONDAY + timedelta(days=9))
    shown, cursor = [first["items"][0]["save_id"]], first["next"]
    while cursor:
        page = call("GET", f"/tracks?{order}&limit=2&cursor={cursor}").json()
        shown += [item["save_id"] for item in page["items"]]
        cursor = page["next"]
    assert shown == whole
    assert len(whole) == 4


def test_pages_go_on_among_saves_that_were_removed(call, library, alice) -> None:
    later = save(alice, Song(MONDAY - timedelta(days=99)), removed_at=MONDAY + timedelta(days=20))
    first = call("GET", "/tracks?sort=removed&removed=any&limit=1").json()
    assert [item["save_id"] for item in first["items"]] == [later.pk]
    rest = call("GET", f"/tracks?sort=removed&removed=any&limit=9&cursor={first['next']}").json()
    assert [item["removed_at"] is None for item in rest["items"]] == [False, True, True, True, True]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=agaetis", 0),
        ("search=%C3%A1g%C3%A6tis", 2),
        ("tempo_min=100", 2),
        ("tempo_max=100&genre=Jazz", 1),
        ("genre=rock", 0),
        ("genre=2008", 0),
        ("saved_from=2026-03-03", 2),
        ("saved_to=2026-03-02", 2),
        ("saved_from=0001-01-01&saved_to=9999-12-31", 4),
        ("removed=only", 1),
        ("as_of=2026-03-02", 3),
        ("as_of=9999-12-31&removed=any", 4),
    ],
)
def test_each_parameter_narrows_the_list(call, library, query, found) -> None:
    assert len(call("GET", f"/tracks?{query}").json()["items"]) == found


@pytest.mark.parametrize(
    "query",
    ["sort=position", "tempo_min=nan", "energy_max=1.5", "limit=101", "as_of=yesterday", "removed=maybe"],
)
def test_what_is_none_of_the_choices_is_refused(call, library, query) -> None:
    assert_refused(call("GET", f"/tracks?{query}"), 422, "api_request_invalid")


def test_a_cursor_of_another_order_is_refused(call, library) -> None:
    cursor = call("GET", "/tracks?sort=tempo&limit=1").json()["next"]
    for order in ("sort=energy", "sort=tempo&direction=asc", "sort=added"):
        assert_refused(call("GET", f"/tracks?{order}&cursor={cursor}"), 422, "api_request_invalid")


def test_a_track_is_shown_with_the_history_of_its_saves(call, library, alice) -> None:
    first = library[0]
    SavedTrack.objects.filter(pk=first.pk).update(removed_at=MONDAY + timedelta(days=3))
    again = SavedTrack.objects.create(
        user=alice, track=first.track, added_at=MONDAY + timedelta(days=5), position=1
    )
    track = call("GET", f"/tracks/{first.track_id}").json()
    assert (track["save_id"], track["title"], track["removed_at"]) == (again.pk, "Ágætis", None)
    assert [(one["save_id"], one["removed_at"]) for one in track["saves"]] == [
        (first.pk, "2026-03-05T12:00:00Z"),
        (again.pk, None),
    ]


def test_a_track_that_only_somebody_else_has_saved_does_not_exist(call, library) -> None:
    theirs = Track.objects.get(name="somebody else's")
    assert_refused(call("GET", f"/tracks/{theirs.pk}"), 404, "api_not_found")
