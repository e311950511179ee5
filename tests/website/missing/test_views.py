"""The question about tracks that went missing at once, and the answers."""

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from library.models import LibraryState, SavedTrack
from syncer.models import SyncRun
from tests.support.songs import Song, save

NAME = "<b>Jóga</b>"


@pytest.fixture
def lost(alice) -> SavedTrack:
    LibraryState.objects.create(user=alice, held_since=timezone.now())
    one = save(alice, Song(timezone.now()), name=NAME)
    SavedTrack.objects.filter(pk=one.pk).update(missing="held", missing_since=timezone.now())
    return one


def state(save: SavedTrack) -> str:
    save.refresh_from_db()
    return save.missing


def test_the_home_page_asks(as_alice, lost) -> None:
    page = as_alice.get("/")
    assertContains(page, "1 track is missing at Spotify")
    assertContains(page, 'href="/missing/"')


def test_the_home_page_does_not_ask_when_nothing_is_missing(as_alice, alice) -> None:
    assertNotContains(as_alice.get("/"), "missing at Spotify")


def test_the_page_names_the_tracks_and_escapes_them(as_alice, lost) -> None:
    page = as_alice.get("/missing/")
    assertContains(page, "&lt;b&gt;Jóga&lt;/b&gt;")
    assertContains(page, f'href="/library/tracks/{lost.track_id}/"')
    assertContains(page, "Keep them")
    assertContains(page, "Remove them")


def test_keeping_them_ends_the_question_and_can_be_taken_back(as_alice, lost) -> None:
    assertRedirects(as_alice.post("/missing/keep/"), "/missing/")
    assert state(lost) == "kept"
    assertNotContains(as_alice.get("/"), "missing at Spotify")
    assertContains(as_alice.get("/missing/"), "Remove after all")
    assertContains(as_alice.get("/missing/kept/remove/"), "Remove 1 track?")
    as_alice.post("/missing/remove/")
    assert state(lost) == "kept"
    as_alice.post("/missing/kept/remove/")
    assert state(lost) == "accepted"


def test_removing_them_starts_a_sync(as_alice, lost) -> None:
    assertRedirects(as_alice.post("/missing/remove/"), "/", fetch_redirect_response=False)
    assert (state(lost), SyncRun.objects.get().trigger) == ("accepted", "person")


def test_an_answer_without_a_question_starts_nothing(as_alice, alice) -> None:
    for path in ("/missing/remove/", "/missing/kept/remove/"):
        assertRedirects(as_alice.post(path), "/missing/")
        assertRedirects(as_alice.get(path), "/missing/")
    assert not SyncRun.objects.exists()


def test_removing_them_is_asked_on_a_page_of_its_own(as_alice, lost) -> None:
    assertContains(as_alice.get("/missing/"), 'href="/missing/remove/"')
    page = as_alice.get("/missing/remove/")
    assertContains(page, "Remove 1 track?")
    assertContains(page, "&lt;b&gt;Jóga&lt;/b&gt;")
    assertContains(page, '<form method="post"')
    assert (state(lost), SyncRun.objects.count()) == ("held", 0)


def test_a_yes_to_another_number_of_tracks_removes_nothing(as_alice, alice, lost) -> None:
    assert as_alice.post("/missing/remove/", {"count": "2"}).status_code == 409
    assert (state(lost), SyncRun.objects.count()) == ("held", 0)
    assertRedirects(as_alice.post("/missing/remove/", {"count": "1"}), "/", fetch_redirect_response=False)
    assert state(lost) == "accepted"


def test_nothing_is_said_of_rows_that_the_sheet_may_not_have(as_alice, lost) -> None:
    assertNotContains(as_alice.get("/"), "in your sheet for now")
    assertContains(as_alice.get("/"), "Nothing goes from your history or your sheet")


@pytest.mark.parametrize("path", ["/missing/keep/", "/missing/remove/", "/missing/kept/remove/"])
def test_nobody_answers_for_another_person(as_bob, lost, path) -> None:
    assert as_bob.get(path).status_code in (302, 405)
    as_bob.post(path)
    assert state(lost) == "held"
    assertNotContains(as_bob.get("/missing/"), "Jóga")
