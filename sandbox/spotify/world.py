"""The state of Spotify's stand-in: app, people and libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.people import Person
from sandbox.spotify import demo_libraries
from sandbox.spotify.apps import App
from sandbox.spotify.catalogue import Catalogue
from sandbox.spotify.grants import Code, Grants, Rotation
from sandbox.spotify.ids import stable_id
from sandbox.spotify.library import EqualTimesOrder, Library, SavedItem
from sandbox.spotify.limits import Limits

if TYPE_CHECKING:
    from sandbox.world import World

OnPage = Callable[[str, int, int], None]


@dataclass(slots=True)
class Account:
    """A person's account. `pages` counts the requested pages of the library.

    Each page that has one of `failing_keys` is answered with a server error.
    """

    person: Person
    id: str
    account_id: str
    library: Library
    pages: int = 0
    failing_keys: set[str] = field(default_factory=set)


class SpotifyWorld:
    """For tests and the control API. People are named by their key (`ada`). Methods take the world's lock.

    `on_page(person, offset, n)` is called before the n-th page request (from 1) of a person is answered, and
    may change the library, so that a test can edit it between any two requests.

    `equal_times` is the order of what was saved in one second; None lists what was saved later first.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.app = App()
        self.grants = Grants(world.now)
        self.limits = Limits()
        self.catalogue = Catalogue()
        self.on_page: OnPage | None = None
        self.equal_times: EqualTimesOrder | None = None
        self._accounts: dict[str, Account] = {}

    def account(self, person: str) -> Account:
        """Returns the account, created on first use. Raises KeyError for an unknown person."""
        with self._world.lock:
            if person not in self._accounts:
                self._accounts[person] = self._open_account(self._world.people[person])
            return self._accounts[person]

    def library(self, person: str) -> list[SavedItem]:
        """Returns the saved tracks, newest first."""
        with self._world.lock:
            return list(self.account(person).library.items)

    def listed(self, account: Account) -> list[SavedItem]:
        """Returns the saved tracks as the account's current request of a page finds them."""
        if self.equal_times is None:
            return account.library.items
        day = self._world.now().date()
        return self.equal_times.listed(account.library.items, request=account.pages, day=day)

    def documents(self, person: str) -> list[dict[str, Any]]:
        """Returns the whole library as the API shows it: `{"added_at", "track"}`, newest first."""
        return [
            {"added_at": timestamp(item.added_at), "track": self.catalogue.document(item.key)}
            for item in self.library(person)
        ]

    def save(self, person: str, what: int | Sequence[str], at: datetime | None = None) -> list[str]:
        """Saves that many new tracks, or the tracks with these ids, in the given order. Returns their ids.

        All get the time `at`, now by default, earlier for a back-dated save. A track that is already saved
        moves. Raises KeyError for an id that is not in the catalogue.
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
        """Saves any JSON in place of track objects (None: null), also the same one twice.

        Returns the keys.
        """
        with self._world.lock:
            keys = [self.catalogue.add_document(document) for document in documents]
            self.account(person).library.place(keys, at or self._world.now())
            return keys

    def remove(self, person: str, ids: Iterable[str] = (), *, offsets: Iterable[int] = ()) -> None:
        """Removes saved tracks by id (or key), or by position in the library."""
        with self._world.lock:
            library = self.account(person).library
            library.remove_at(set(offsets))
            library.remove(set(ids))

    def relink(self, person: str, id: str, new_id: str) -> None:
        """Gives a saved track another id from now on, at the same position."""
        with self._world.lock:
            if new_id not in self.catalogue:
                self.catalogue.add_copy(id, new_id)
            self.account(person).library.relink(id, new_id)

    def grow(self, person: str, size: int) -> None:
        """Adds older generated tracks until the library has `size` (10,000 take a tenth of a second)."""
        with self._world.lock:
            demo_libraries.grow(self.account(person).library, self.catalogue, size)

    def set_allow_list(self, people: Iterable[str] | None) -> None:
        """Limits the app to these people; None allows everyone.

        Others can sign in, but every call is refused.
        """
        with self._world.lock:
            self.app.allow_list = None if people is None else set(people)

    def set_premium(self, *, active: bool) -> None:
        """Sets whether the app's owner has a premium subscription."""
        with self._world.lock:
            self.app.premium = active

    @property
    def rotate(self) -> Rotation:
        """Whether a refresh returns a new refresh token: never, always, or null."""
        return self.grants.rotate

    @rotate.setter
    def rotate(self, mode: Rotation) -> None:
        self.grants.rotate = mode

    def consent(self, person: str, scope: str = "user-library-read") -> dict[str, Any]:
        """Returns the token endpoint's response after a consent, without going through the browser."""
        with self._world.lock:
            code = Code(self.account(person).person.key, self.app.client_id, scope, "", "", self._world.now())
            return self.grants.consent(code)

    def revoke(self, person: str) -> None:
        """Revokes all of a person's tokens, as on the page of connected apps in their account."""
        with self._world.lock:
            self.grants.revoke(person)

    def age(self, person: str, days: float) -> None:
        """Moves a person's consents back by that many days."""
        with self._world.lock:
            self.grants.age(person, days)

    def expire_access(self, person: str) -> None:
        """Expires a person's access tokens."""
        with self._world.lock:
            self.grants.expire_access(person)

    def exhaust_quota(self, seconds: float) -> None:
        """Makes every call answer 429 with reason QUOTA_EXCEEDED for that many seconds."""
        self.limits.quota_until = self._world.now() + timedelta(seconds=seconds)

    def rate_limit(self, seconds: float) -> None:
        """Makes every call answer a plain 429 for that many seconds."""
        self.limits.rate_limited_until = self._world.now() + timedelta(seconds=seconds)

    def _open_account(self, person: Person) -> Account:
        account = Account(person, f"sandbox.{person.key}", stable_id("account", person.key), Library())
        demo_libraries.fill(person.key, account.library, self.catalogue)
        return account

    def _fresh(self, library: Library, wanted: int) -> list[str]:
        return self.catalogue.fresh(wanted, {item.key for item in library.items})


def timestamp(moment: datetime) -> str:
    """Returns the time in the API's format, in whole seconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
