"""What a person does to their library, as data for hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.syncer.spotify_library import Ban, SpotifyLibrary

SAVES = ("save", "save at once")
REMOVALS = ("remove", "remove a stretch", "save again", "swap")
DISGUISES = ("relink", "null")  # what Spotify does: nothing is saved or removed
NEVER = st.none()


@dataclass(frozen=True)
class Edit:
    """`place` is where, as a share of the library; `count` is how many."""

    kind: str
    place: float
    count: int

    def apply(self, spotify: SpotifyLibrary) -> None:
        entries = spotify.entries
        at = int(self.place * len(entries))
        if self.kind == "save":
            spotify.save(self.count)
        elif self.kind == "save at once":
            spotify.save(self.count, same_second=True)
        elif self.kind == "back-date" and entries:
            spotify.save(self.count, at=entries[at].added_at + timedelta(seconds=1))
        elif self.kind == "remove" and entries:
            spotify.remove(*{(at + 37 * step) % len(entries) for step in range(self.count)})
        elif self.kind == "remove a stretch":
            spotify.remove(*range(at, min(at + self.count, len(entries))))
        elif self.kind == "save again":
            spotify.save_again(at)
        elif self.kind == "swap" and entries:
            # The total stays the same: between two requests nothing tells.
            gone = {(at + 37 * step) % len(entries) for step in range(self.count)}
            spotify.remove(*gone, quietly=True)
            spotify.save(len(gone))
        elif self.kind == "relink":
            spotify.relink(at)
        elif self.kind == "null":
            spotify.toggle_null(at)


def edits(*kinds: str, most: int = 60) -> st.SearchStrategy[Edit]:
    places = st.floats(0, 1, exclude_max=True)
    counts = st.one_of(st.integers(1, 3), st.integers(1, most))
    return st.builds(Edit, st.sampled_from(kinds), places, counts)


@dataclass(frozen=True)
class Day:
    """Edits before a run, those before its n-th request, and from which request on it is refused."""

    before: list[Edit]
    during: list[tuple[int, Edit]]
    refused_from: int | None = None

    @property
    def edits(self) -> list[Edit]:
        return [*self.before, *(edit for _, edit in self.during)]

    def begin(self, spotify: SpotifyLibrary) -> None:
        for edit in self.before:
            edit.apply(spotify)

        def between(number: int) -> None:
            for request, edit in self.during:
                if request == number:
                    edit.apply(spotify)
            if self.refused_from is not None:
                Ban(self.refused_from)(number)

        spotify.before_request = between


def days(
    *kinds: str, requests: int = 12, refusals: st.SearchStrategy[int | None] = NEVER
) -> st.SearchStrategy[Day]:
    return st.builds(
        Day,
        st.lists(edits(*kinds), max_size=4),
        st.lists(st.tuples(st.integers(0, requests), edits(*kinds)), max_size=4),
        refusals,
    )


def examples(count: int) -> settings:
    """Examples as slow as a whole library is."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(deadline=None, max_examples=count, suppress_health_check=slow)


plans = st.lists(days(*SAVES, *REMOVALS), min_size=1, max_size=4)
refused_plans = st.lists(days(*SAVES, *REMOVALS, refusals=NEVER | st.integers(0, 6)), min_size=2, max_size=4)
old_date_plans = st.lists(days(*SAVES, "back-date"), min_size=1, max_size=4)
disguised_plans = st.lists(days(*SAVES, *REMOVALS, *DISGUISES), min_size=1, max_size=4)
wild_plans = st.lists(days(*SAVES, *REMOVALS, *DISGUISES, "back-date"), min_size=1, max_size=4)
counts = st.integers(0, 430)
