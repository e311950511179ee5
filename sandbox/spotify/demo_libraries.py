"""The libraries of the demo people, and generated large libraries."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, islice
from random import Random

from sandbox.spotify.catalogue import Catalogue
from sandbox.spotify.library import Library, SavedItem
from sandbox.spotify.odd_library import odd_documents
from sandbox.spotify.source import source_tracks

NEWEST = datetime(2026, 10, 31, 18, 4, 12, tzinfo=UTC)
"""The time at which the demo people saved their last track."""

SIZES = {"ada": 60, "ben": 1_400}
DAY = 86_400
TEN_YEARS = 3_650 * DAY


def fill(person: str, library: Library, catalogue: Catalogue) -> None:
    """Fills the library of a demo person; any other person's stays empty."""
    if person == "cleo":
        _fill_oddly(library, catalogue, Random(person))
    elif person in SIZES:
        library.append(_first_saves(person))


@cache
def _first_saves(person: str) -> tuple[SavedItem, ...]:
    """Returns the saved tracks of a demo person with an ordinary library."""
    chance = Random(person)
    keys = [track.id for track in chance.sample(source_tracks(), SIZES[person])]
    return tuple(map(SavedItem, saving_times(NEWEST, DAY, chance), keys))


def grow(library: Library, catalogue: Catalogue, size: int) -> None:
    """Adds older generated tracks until the library has `size`, over about ten more years."""
    taken = {item.key for item in library.items}
    keys = (id for id in map(catalogue.variant, count()) if id not in taken)
    oldest = library.items[-1].added_at if library.items else NEWEST
    moments = saving_times(oldest, min(DAY, TEN_YEARS / size), Random(size))
    library.append(map(SavedItem, moments, list(islice(keys, max(0, size - len(taken))))))


def saving_times(newest: datetime, mean: float, chance: Random) -> Iterator[datetime]:
    """Yields times backwards from `newest`: single saves about `mean` seconds apart, and some whole albums."""
    moment = newest
    while True:
        for _ in range(chance.randint(2, 14) if chance.random() < 0.1 else 1):
            yield moment
        moment -= timedelta(seconds=round(chance.expovariate(1 / mean)) + 1)


def _fill_oddly(library: Library, catalogue: Catalogue, chance: Random) -> None:
    """Mixes the odd documents with ordinary tracks, five of which share a second; more than one page."""
    plain = [
        track.id for track in chance.sample(source_tracks()[200:], 20)
    ]  # the odd documents are made from the first 200
    saves = [tuple(map(catalogue.add_document, documents)) for documents in odd_documents()]
    saves += [tuple(plain[:5]), *((id,) for id in plain[5:])]
    chance.shuffle(saves)
    for days, keys in enumerate(saves):
        at = NEWEST - timedelta(days=3 * days, minutes=7 * days)
        library.append(SavedItem(at, key) for key in keys)
