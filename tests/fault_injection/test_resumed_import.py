"""A first import that was stopped, whatever stopped it, asks again for the cursor's last page and the newest alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError

from accounts.credentials import store_consent
from accounts.models import Credential, User
from library.models import LibraryState, SavedTrack
from providers.spotify.client import SpotifyClient
from providers.token_endpoint.records import parse_grant
from syncer import runs, sync
from syncer.load import storage as store
from syncer.models import SyncRun
from tests.fault_injection import scene
from tests.fault_injection.passing_time import now
from tests.support.cast import spotify_token

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TRACKS = 1_400
PAGES = range(0, TRACKS, 50)
STOP = 13
LATER = timedelta(minutes=20)


class KilledError(BaseException):
    """The process ends here."""


@pytest.fixture
def answered(monkeypatch) -> list[int]:
    """The offsets of all pages that Spotify has answered."""
    offsets: list[int] = []
    real = SpotifyClient.page

    def page(client, offset, limit=50):
        found = real(client, offset, limit)
        offsets.append(offset)
        return found

    monkeypatch.setattr(SpotifyClient, "page", page)
    return offsets


@pytest.fixture
def nora(sandbox, clock) -> User:
    return scene.add_person(sandbox.world, "nora", TRACKS)


def attempt(user: User) -> SyncRun:
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.SCHEDULE).pk)
    assert run is not None
    return run


def resumed(user: User, answered: list[int]) -> list[int]:
    """What the next attempt was answered; afterwards all is there."""
    before = len(answered)
    assert attempt(user).state == "done"
    assert SavedTrack.objects.filter(user=user, removed_at=None).count() == TRACKS
    return answered[before:]


def left_to_read(user: User) -> list[int]:
    """The cursor's last page, what is neither stored nor parked, and the closing pass."""
    state = LibraryState.objects.get(user=user)
    parked = {page["offset"] for page in state.cursor_parked.get("pages", [])}
    rest = [offset for offset in PAGES if offset >= state.cursor_offset and offset not in parked]
    return sorted([state.cursor_offset - 50, *rest, 0])


def test_an_import_resumes_after_a_ban_of_a_day(sandbox, clock, nora, answered) -> None:
    ban = {"spotify": "quota", "retry_after": 86_400}
    sandbox.world.faults.add("spotify-api", "saved_tracks", ban, nth=STOP, times=0)
    run = attempt(nora)
    assert (run.state, run.problem_code) == ("waiting", "spotify_quota")
    assert run.resume_at >= now() + timedelta(days=1)
    first, expected = len(answered), left_to_read(nora)
    sandbox.world.faults.clear()
    clock.move_to(run.resume_at)
    again = resumed(nora, answered)
    assert sorted(again) == expected
    assert first + len(again) == len(PAGES) + 2


def test_an_import_resumes_after_a_revoked_permission(sandbox, clock, nora, answered, monkeypatch) -> None:
    after(STOP, answered, monkeypatch, lambda: sandbox.world.spotify.revoke("nora"))
    assert attempt(nora).problem_code == "access_unconfirmed"
    clock.shift(LATER)
    run = attempt(nora)
    assert (run.state, run.problem_kind) == ("failed", "reconnect")
    first, expected = len(answered), left_to_read(nora)
    old = Credential.objects.get(user=nora, provider="spotify")
    token = parse_grant(spotify_token(sandbox.world, "nora"), requested=frozenset(old.scopes), now=now())
    store_consent(nora, "spotify", token, client_id=old.client_id, account=old.account)
    again = resumed(nora, answered)
    assert sorted(again) == expected
    assert first + len(again) == len(PAGES) + 2


def after(count: int, answered: list[int], monkeypatch, act: Callable[[], None]) -> None:
    """`act` comes once, when so many pages are answered."""
    left = [act]
    real = SpotifyClient.page

    def page(client, offset, limit=50):
        if len(answered) >= count and left:
            left.pop()()
        return real(client, offset, limit)

    monkeypatch.setattr(SpotifyClient, "page", page)


@pytest.mark.parametrize("problem", [OperationalError("the database restarts"), KilledError()])
def test_an_import_resumes_after_a_failed_commit(clock, nora, answered, monkeypatch, problem) -> None:
    """What was answered and not yet committed went with it."""
    real, calls = store.open_saves, iter(range(100))

    def open_saves(*args):
        saves = real(*args)
        if next(calls) == 3:
            raise problem
        return saves

    with monkeypatch.context() as patch:
        patch.setattr(store, "open_saves", open_saves)
        try:
            assert attempt(nora).problem_code == "site_restarting"
        except KilledError:
            assert SyncRun.objects.get(user=nora).state == "running"
    assert 0 < LibraryState.objects.get(user=nora).cursor_offset < TRACKS
    expected = left_to_read(nora)
    clock.shift(LATER)
    assert sorted(resumed(nora, answered)) == expected
