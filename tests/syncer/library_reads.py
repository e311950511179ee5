"""Reading as the coordinator does it, and what the database holds afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db.models import Q

from accounts.models import User
from library.models import LISTED, SavedTrack
from syncer.reading import ReadReport, read_library
from tests.support.cast import make_user
from tests.syncer.spotify_library import SpotifyLibrary

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
Shown = tuple[str | None, datetime]


def make_reader() -> User:
    return make_user(uuid4().hex)


def read(
    user: User,
    spotify: SpotifyLibrary,
    *,
    day: int = 0,
    force_full: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ReadReport:
    """One run, `day` days after the first."""
    spotify.forget_requests()
    return read_library(
        user,
        spotify.fetch,
        spotify.contains,
        now=lambda: NOW + timedelta(days=day),
        progress=progress,
        force_full=force_full,
    )


def active_saves(user: User) -> list[Shown]:
    """The ids and added dates of the current saves, newest first."""
    return _shown(Q(removed_at=None, user=user))


def listed_saves(user: User) -> list[Shown]:
    """Those of the current saves that Spotify lists."""
    return _shown(LISTED & Q(user=user))


def _shown(which: Q) -> list[Shown]:
    rows = SavedTrack.objects.filter(which).order_by("-position")
    return list(rows.values_list("track__key", "added_at"))
