"""Interrupted at any point and started again, a reading ends in the same database."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.models import LibraryState, SavedTrack
from syncer.load import storage as store
from tests.syncer.library_comparisons import is_newest_first, is_now
from tests.syncer.library_edits import REMOVALS, SAVES, counts, days, examples
from tests.syncer.library_reads import active_saves, listed_saves, make_reader, read
from tests.syncer.spotify_library import Ban, BannedError, SpotifyLibrary, quiet

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class KilledError(BaseException):
    """The process ends here."""


def killed_in_commit(monkeypatch, number: int) -> None:
    """The n-th commit (from 0) is rolled back, half done, as when the process dies in it."""
    real, calls = store.open_saves, iter(range(1_000_000))

    def open_saves(*args):
        saves = real(*args)
        if next(calls) == number:
            raise KilledError
        return saves

    monkeypatch.setattr(store, "open_saves", open_saves)


@pytest.mark.parametrize("in_flight", [1, 4])
@pytest.mark.parametrize("number", range(7))
def test_a_first_import_banned_at_any_request_is_completed_later(ada, settings, number, in_flight):
    settings.SPOTIFY_PAGES_IN_FLIGHT = in_flight
    spotify = SpotifyLibrary(before_request=Ban(number))
    spotify.save(270)
    with suppress(BannedError):
        read(ada, spotify)
    answered = len(spotify.answered)
    spotify.before_request = quiet
    assert read(ada, spotify, day=1).complete
    assert len(spotify.requests) == max(6 - answered, 0) + (2 if 0 < number < 6 else 1)
    assert is_now(active_saves(ada), spotify.entries)


@pytest.mark.parametrize("number", range(7))
def test_a_first_import_killed_in_any_commit_is_completed_later(ada, settings, monkeypatch, number):
    settings.SPOTIFY_PAGES_IN_FLIGHT = 1
    spotify = SpotifyLibrary()
    spotify.save(270)
    with monkeypatch.context() as patch:
        killed_in_commit(patch, number)
        with suppress(KilledError):
            read(ada, spotify)
    spotify.save(3)
    spotify.remove(100, 200)
    assert read(ada, spotify, day=1).complete
    assert is_now(active_saves(ada), spotify.entries)
    assert LibraryState.objects.get(user=ada).current_saves == 271


@examples(25)
@given(
    counts,
    st.lists(st.tuples(days(*SAVES, *REMOVALS, requests=4), st.integers(0, 9), st.booleans()), max_size=4),
)
def test_a_changing_library_is_complete_after_any_ban_or_kill(count, plan):
    user, spotify = make_reader(), SpotifyLibrary()
    spotify.save(count)
    for number, (day, stop, is_kill) in enumerate(plan):
        day.begin(spotify)
        edit = spotify.before_request
        with pytest.MonkeyPatch.context() as patch, suppress(KilledError, BannedError):
            if is_kill:
                killed_in_commit(patch, stop)
            else:
                spotify.before_request = lambda request, edit=edit, stop=stop: (
                    edit(request),
                    Ban(stop)(request),
                )
            read(user, spotify, day=number)
    spotify.before_request = quiet
    assert read(user, spotify, day=90).complete
    assert is_newest_first(listed_saves(user))
    assert is_now(listed_saves(user), spotify.entries)
    assert LibraryState.objects.get(user=user).current_saves == len(spotify.entries)


def test_an_error_of_the_progress_callback_passes_and_the_next_run_continues(ada):
    spotify = SpotifyLibrary()
    # More than one transaction takes, however many pages have arrived by its time.
    spotify.save(700)

    def lose_the_lease(done: int, total: int) -> None:
        if done >= 100:
            raise KilledError

    with pytest.raises(KilledError):
        read(ada, spotify, progress=lose_the_lease)
    assert 100 <= SavedTrack.objects.filter(user=ada).count() < 700
    assert read(ada, spotify, day=1).complete
    assert is_now(active_saves(ada), spotify.entries)
