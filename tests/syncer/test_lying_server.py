"""Spotify's answers are wrong at any request: no track that is saved loses its row, and honest days put all right."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from random import Random

import pytest

from library.models import SavedTrack
from providers.spotify.records import Page
from sheets.queries import tracks_in_scope
from tests.syncer.library_comparisons import by_second
from tests.syncer.library_reads import active_saves, listed_saves, make_reader, read
from tests.syncer.spotify_library import Entry, SpotifyLibrary, listed

# `make lives` asks for more.
LIVES = int(os.environ.get("LIVES_OF_LIBRARIES", "300"))
LIES = ("zeroed", "empty", "short", "stale", "reordered", "doubled")
HONEST_DAYS = 3

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass
class LyingSpotify(SpotifyLibrary):
    """`probability` that an answer is one of `LIES`; `yesterday` is what a stale copy answers from."""

    chance: Random = field(default_factory=Random)
    probability: float = 0.0
    yesterday: list[Entry] = field(default_factory=list)

    def fetch(self, offset: int, limit: int) -> Page:
        page = super().fetch(offset, limit)
        return page if self.chance.random() >= self.probability else self._lie(page, limit)

    def _lie(self, page: Page, limit: int) -> Page:
        match self.chance.choice(LIES):
            case "zeroed":
                return Page(page.offset, 0, ())
            case "empty":
                return Page(page.offset, page.total, ())
            case "short":
                return Page(page.offset, page.total, page.items[: self.chance.randint(0, 30)])
            case "stale":
                return self._page_of(self.yesterday, page.offset, limit)
            case "reordered":
                return self._page_of(self._reordered(), page.offset, limit)
            case _:
                # The item above the page once more, and all below it one place down.
                above = self.entries[page.offset - 1 : page.offset] if page.offset else self.entries[:1]
                return Page(page.offset, page.total, (*(one.as_json for one in above), *page.items)[:limit])

    def _page_of(self, entries: list[Entry], offset: int, limit: int) -> Page:
        return Page(offset, len(entries), tuple(one.as_json for one in entries[offset : offset + limit]))

    def _reordered(self) -> list[Entry]:
        keyed = [(entry.added_at, self.chance.random(), entry) for entry in self.entries]
        return [entry for _, _, entry in sorted(keyed, key=lambda one: one[:2], reverse=True)]

    def contains(self, spotify_ids):
        if self.chance.random() >= self.probability:
            return super().contains(spotify_ids)
        self.asked += spotify_ids
        ids = {entry.id for entry in self.yesterday}
        return tuple(id in ids for id in spotify_ids)


def edit(spotify: LyingSpotify) -> None:
    """What a person does in a day."""
    chance = spotify.chance
    for _ in range(chance.randint(0, 3)):
        match chance.choice(["save", "save at once", "remove", "save again"]):
            case "save":
                spotify.save(chance.randint(1, 5))
            case "save at once":
                spotify.save(chance.randint(2, 40), same_second=True)
            case "remove" if spotify.entries:
                spotify.remove(*(chance.randrange(len(spotify.entries)) for _ in range(chance.randint(1, 4))))
            case "save again" if spotify.entries:
                spotify.save_again(chance.randrange(len(spotify.entries)))


def live(seed: int) -> None:
    chance = Random(seed)
    user, spotify = make_reader(), LyingSpotify(chance=chance)
    for _ in range(chance.randint(1, 4)):
        spotify.save(chance.randint(1, 60), same_second=chance.random() < 0.4)
    probability = chance.choice([0.01, 0.03, 0.1])
    days = chance.randint(2, 4)
    seen: set[str] = set()
    for day in range(days):
        spotify.yesterday = list(spotify.entries)
        edit(spotify)
        spotify.probability = probability
        read(user, spotify, day=day, force_full=chance.random() < 0.3)
        rows = rows_of_the_sheet(user)
        saved = {entry.id for entry in spotify.entries}
        lost = (seen & saved & {entry.id for entry in spotify.yesterday}) - rows
        assert not lost, f"life {seed}, day {day}: {len(lost)} rows of saved tracks have left"
        seen |= rows
    spotify.probability = 0.0
    for day in range(days, days + HONEST_DAYS):
        read(user, spotify, day=day)
    wanted = by_second(listed(spotify.entries))
    assert by_second(listed_saves(user)) == wanted, f"life {seed}"
    assert by_second(active_saves(user)) == wanted, f"life {seed}: {kept(user)}"
    assert rows_of_the_sheet(user) == {entry.id for entry in spotify.entries}, f"life {seed}"


def rows_of_the_sheet(user) -> set[str]:
    """The ids of the tracks that a sheet of the whole library holds: every other row leaves it."""
    return {track.track_key for track in tracks_in_scope(user.pk, None).tracks}


def kept(user) -> list[str]:
    saves = SavedTrack.objects.filter(user=user, removed_at=None, missing_since__isnull=False)
    return [
        f"{save.track} {save.missing} since {save.missing_since}" for save in saves.select_related("track")
    ]


@pytest.mark.parametrize("part", range(6))
def test_no_saved_track_loses_its_row_and_three_honest_days_put_all_right(part):
    for seed in range(part * LIVES // 6, (part + 1) * LIVES // 6):
        live(seed)
