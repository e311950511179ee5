"""A person's saves as they are looked for: by words, genre, features, dates; in any order, a page at a time.

A page begins behind the place where the last one ended, and not behind a number of rows: what arrives or goes meanwhile
neither repeats nor hides any other row.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import Literal

from django.db.models import F, OrderBy, Q, QuerySet

from accounts.models import User
from accounts.time_zones import zone_of
from library.models import SavedTrack
from library.rules.conditions import Condition, Rules
from library.rules.days import last_moment
from library.rules.matching import SORTED_BY, as_condition
from providers.source import FEATURE_NAMES

RemovedChoice = Literal["no", "only", "any"]
TrackOrder = Literal[
    "added",
    "removed",
    "title",
    "artist",
    "album",
    "release_date",
    "duration",
    "tempo",
    "energy",
    "danceability",
    "acousticness",
    "valence",
]
PATHS: dict[TrackOrder, str] = {
    "added": "added_at",
    "removed": "removed_at",
    "title": SORTED_BY["track"],
    "artist": SORTED_BY["artist"],
    "album": "track__album__name",
    "release_date": SORTED_BY["release_date"],
    "duration": "track__duration_ms",
    "tempo": SORTED_BY["tempo"],
    "energy": SORTED_BY["energy"],
    "danceability": SORTED_BY["danceability"],
    "acousticness": SORTED_BY["acousticness"],
    "valence": SORTED_BY["valence"],
}
_MAY_BE_UNKNOWN = {"duration", "removed", *FEATURE_NAMES}
PlaceValue = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class TrackSearch:
    """Which saves. `text`: each of its words occurs in artists, title, album or ISRC, whatever its case and accents.

    `as_of`: what was in the library at the end of that day of the person's. `removed` is about today; without it saves
    are those of today, or with `as_of` all of that day.
    """

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    removed: RemovedChoice | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """Unknown values come last in both directions. Texts are in the order of the database."""

    by: TrackOrder = "added"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in an order: its value there, and its id among those with an equal one."""

    value: PlaceValue
    pk: int


def search_text(*parts: str) -> str:
    """Returns what a track is found by, as the catalogue stores it: without case and accents.

    In Python, because SQLite and PostgreSQL each fold other letters, and some none.
    """
    return "\n".join(fold(part) for part in parts if part)


def fold(text: str) -> str:
    """Returns a text without case and accents: "Beyoncé" → "beyonce", "Straße" → "strasse"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def find_saves(user: User, search: TrackSearch) -> QuerySet[SavedTrack]:
    """Returns the saves that are looked for, in no order. Placeholders are never among them: they have no track."""
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    removed = search.removed or ("any" if search.as_of else "no")
    if removed != "any":
        saves = saves.filter(removed_at__isnull=removed == "no")
    if search.as_of:
        moment = last_moment(search.as_of, zone_of(user))
        saves = saves.filter(Q(removed_at=None) | Q(removed_at__gt=moment), added_at__lte=moment)
    words = (Q(track__search_text__contains=word) for word in fold(search.text).split())
    return saves.filter(reduce(and_, words, Q()), as_condition(user, Rules(search.conditions)))


def in_order(saves: QuerySet[SavedTrack], sorting: Sorting) -> QuerySet[SavedTrack]:
    """Returns the saves in a total order."""
    value = F(PATHS[sorting.by])
    # Only where there are nulls: an order with them at its end is in no index.
    last = sorting.by in _MAY_BE_UNKNOWN or None
    first: OrderBy = value.desc(nulls_last=last) if sorting.descending else value.asc(nulls_last=last)
    return saves.order_by(first, "-pk" if sorting.descending else "pk")


def behind(saves: QuerySet[SavedTrack], sorting: Sorting, place: Place) -> QuerySet[SavedTrack]:
    """Returns those of the saves that come after a place in their order."""
    field, beyond = PATHS[sorting.by], "lt" if sorting.descending else "gt"
    later = Q(**{f"pk__{beyond}": place.pk})
    if place.value is None:
        return saves.filter(later, **{f"{field}__isnull": True})
    unequal, at_least = (Q(**{f"{field}__{lookup}": place.value}) for lookup in (beyond, f"{beyond}e"))
    # The range as well: of an OR alone the database makes no use of an index.
    known = at_least & (unequal | later)
    return saves.filter(known | Q(**{f"{field}__isnull": True}) if sorting.by in _MAY_BE_UNKNOWN else known)
