"""What Spotify knows: its app, its people and their libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.people import Person
from sandbox.spotify import demo_libraries
from sandbox.spotify.apps import App
from sandbox.spotify.catalogue import Catalogue
from sandbox.spotify.grants import Code, Grants, Rotation
from sandbox.spotify.ids import stable_id
from sandbox.spotify.library import Library, SavedItem
from sandbox.spotify.limits import Limits

if TYPE_CHECKING:
    from sandbox.world import World

OnPage = Callable[[str, int, int], None]


@dataclass(slots=True)
class Account:
    """`pages`: how many pages of the library were asked for so far."""

    person: Person
    id: str
    account_id: str
    library: Library
    pages: int = 0


class SpotifyWorld:
    """For tests and the control API. People go by their key (`ada`); every method takes the world's lock.

    `on_page(person, offset, n)` is called before the n-th page request (from 1) of a person is answered, and
    may change the library: so a test can edit it between any two requests.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.app = App()
        self.grants = Grants(world.now)
        self.limits = Limits()
        self.catalogue = Catalogue()
        self.on_page: OnPage | None = None
        self._accounts: dict[str, Account] = {}

    def account(self, person: str) -> Account:
        """Made on first use, a demo person's with their library. Raises KeyError for who is not in the world."""
        with self._world.lock:
            if person not in self._accounts:
                self._accounts[person] = self._open_account(self._world.people[person])
            return self._accounts[person]

    def library(self, person: str) -> list[SavedItem]:
        """Newest first."""
        with self._world.lock:
            return list(self.account(person).library.items)

    def documents(self, person: str) -> list[dict[str, Any]]:
        """The whole library as the API would answer it: `{"added_at", "track"}`, newest first."""
        return [
            {"added_at": timestamp(item.added_at), "track": self.catalogue.document(item.key)}
            for item in self.library(person)
        ]

    def save(self, person: str, what: int | Sequence[str], at: datetime | None = None) -> list[str]:
        """Saves so many tracks that are not saved yet, or those with these ids, all in the second `at`
        (now by default, earlier for a back-dated save), the first on top. Gives their ids.

        A track that is saved already moves. Raises KeyError for an id that is in no catalogue.
        """
        with self._world.lock:
            library = self.account(person).library
            ids = self._fresh(library, what) if isinstance(what, int) else list(what)
            if unknown := [id for id in ids if id not in self.catalogue]:
                raise KeyError(unknown[0])
            library.save(ids, at or self._world.now())
            return ids

    def save_documents(
        self, person: str, documents: Iterable[dict[str, Any] | None], at: datetime | None = None
    ) -> list[str]:
        """Saves any JSON in the place of track objects (None: null), even the same one twice. Gives their keys."""
        with self._world.lock:
            keys = [self.catalogue.add_document(document) for document in documents]
            self.account(person).library.place(keys, at or self._world.now())
            return keys

    def remove(self, person: str, ids: Iterable[str] = (), *, offsets: Iterable[int] = ()) -> None:
        """Un-saves by id (or key), or by place in the library."""
        with self._world.lock:
            library = self.account(person).library
            library.remove_at(set(offsets))
            library.remove(set(ids))

    def relink(self, person: str, id: str, new_id: str) -> None:
        """The same recording answers under another id from now on, in the same place."""
        with self._world.lock:
            if new_id not in self.catalogue:
                self.catalogue.add_copy(id, new_id)
            self.account(person).library.relink(id, new_id)

    def grow(self, person: str, size: int) -> None:
        """Fills the library with older made-up tracks until it holds `size` (10,000 take a tenth of a second)."""
        with self._world.lock:
            demo_libraries.grow(self.account(person).library, self.catalogue, size)

    def set_allow_list(self, people: Iterable[str] | None) -> None:
        """Who may use the app: everybody (None) or these. Others can sign in, and then every call is refused."""
        with self._world.lock:
            self.app.allow_list = None if people is None else set(people)

    def set_premium(self, *, active: bool) -> None:
        with self._world.lock:
            self.app.premium = active

    @property
    def rotate(self) -> Rotation:
        return self.grants.rotate

    @rotate.setter
    def rotate(self, mode: Rotation) -> None:
        self.grants.rotate = mode

    def consent(self, person: str, scope: str = "user-library-read") -> dict[str, Any]:
        """What the token endpoint answers once the person has agreed, without the way through the browser."""
        with self._world.lock:
            code = Code(self.account(person).person.key, self.app.client_id, scope, "", "", self._world.now())
            return self.grants.consent(code)

    def revoke(self, person: str) -> None:
        """As on the person's page of connected apps: every token of theirs ends at once."""
        with self._world.lock:
            self.grants.revoke(person)

    def age(self, person: str, days: float) -> None:
        """As if the person had consented so many days earlier."""
        with self._world.lock:
            self.grants.age(person, days)

    def expire_access(self, person: str) -> None:
        with self._world.lock:
            self.grants.expire_access(person)

    def exhaust_quota(self, seconds: float) -> None:
        """Every call answers 429 with reason QUOTA_EXCEEDED until then."""
        self.limits.quota_until = self._world.now() + timedelta(seconds=seconds)

    def rate_limit(self, seconds: float) -> None:
        """Every call answers a plain 429 until then."""
        self.limits.rate_limited_until = self._world.now() + timedelta(seconds=seconds)

    def _open_account(self, person: Person) -> Account:
        account = Account(person, f"sandbox.{person.key}", stable_id("account", person.key), Library())
        demo_libraries.fill(person.key, account.library, self.catalogue)
        return account

    def _fresh(self, library: Library, wanted: int) -> list[str]:
        return self.catalogue.fresh(wanted, {item.key for item in library.items})


def timestamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
