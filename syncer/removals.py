"""A removal is proven before anything goes: what a reading found missing is asked for by name.

    not listed any more     missing: history and sheet keep it
    at the end of a reading that came to rest
        a few               asked for by name: not saved → removed; saved → it stays, and is asked for again
        too many at once    held: the person is asked, or two more daily looks decide
        no way to ask       removed when a reading at least an hour later does not list it either
    listed again            it was never gone

Spotify answers zeroed, short, stale and reordered pages with status 200; see decision 0007.
https://github.com/spotify/ios-streaming-sdk/issues/701 https://github.com/spotify/web-api/issues/1327
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from library.models import SavedTrack
from problems.kinds import AskOperator, Bug, Reconnect, TryLater
from providers.spotify.records import MAX_CONTAINS, is_spotify_id
from syncer.load.missing_saves import close_missing, close_superseded, mark, missing_saves
from syncer.load.storage import LibraryStore
from syncer.signals import removals_held
from syncer.transform.records import SaveKey, believable_loss

log = logging.getLogger(__name__)

# A second reading this much later is no longer answered by the same stale copy.
SECOND_READING = timedelta(hours=1)
# Less than a day: a daily slot is spread over a quarter of an hour, and clocks change.
DAILY_LOOK = timedelta(hours=20)
LOOKS = 2
# What Spotify says is saved is asked for at each sync for so long, and then at each read of all pages.
ASKED_DAILY = timedelta(days=3)

Missing = SavedTrack.Missing
Contains = Callable[[Sequence[str]], tuple[bool, ...]]


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """How many missing saves were removed or saved again, and how many still wait: held ones and kept ones apart.

    `delay` is why some could not be decided now, although the reading came to rest.
    """

    removed: int = 0
    saved_again: int = 0
    waiting: int = 0
    held: int = 0
    kept: int = 0
    delay: TryLater | None = None


def settle_removals(
    store: LibraryStore,
    contains: Contains,
    *,
    listed: Collection[SaveKey],
    came_to_rest: bool,
    has_read_all: bool,
    progress: Callable[[int, int], None],
) -> RemovalReport:
    """Removes what is proven to be gone. Raises `LibraryOvertaken`, and what `contains` raises for an expired token.

    `contains` says of at most 40 track ids whether they are saved. `listed` is all that this reading was
    shown: of that nothing goes. Nothing goes either if the reading did not come to rest.
    """
    return _Settlement(store, contains, listed, progress).run(
        came_to_rest=came_to_rest and store.is_complete, has_read_all=has_read_all
    )


@dataclass(slots=True)
class _Answers:
    """What is known of the saves that were asked for; those that could not be asked for are in neither."""

    gone: list[SavedTrack] = field(default_factory=list)
    saved: list[SavedTrack] = field(default_factory=list)


class _Settlement:
    def __init__(
        self,
        store: LibraryStore,
        contains: Contains,
        listed: Collection[SaveKey],
        progress: Callable[[int, int], None],
    ) -> None:
        self._store = store
        self._contains = contains
        self._listed = listed
        self._progress = progress
        self._now = store.moment()
        self._missing = missing_saves(store.user) if store.has_missing else []
        self._delay: TryLater | None = None

    def run(self, *, came_to_rest: bool, has_read_all: bool) -> RemovalReport:
        saved_again = removed = 0
        if self._missing:
            superseded = close_superseded(self._missing, self._now, self._store.lock)
            self._missing, saved_again = superseded.left, superseded.saved_again
        if came_to_rest and self._missing:
            answers = self._ask(self._due(has_read_all=has_read_all))
            if answers.gone or answers.saved:
                with self._store.lock() as moment:
                    mark(answers.saved, Missing.SAVED)
                    removed = close_missing(answers.gone, moment)
        return self._report(removed, saved_again)

    def _due(self, *, has_read_all: bool) -> list[SavedTrack]:
        """Returns the saves whose removal is to be decided now; holds the new ones if they are too many."""
        new = [save for save in self._missing if save.missing == Missing.UNCONFIRMED]
        # Spotify does not list them, and says that they are saved. That may have been a stale copy.
        again = [
            save
            for save in self._missing
            if save.missing == Missing.SAVED and (has_read_all or self._is_recent(save))
        ]
        accepted = [save for save in self._missing if save.missing == Missing.ACCEPTED]
        held = [save for save in self._missing if save.missing == Missing.HELD]
        if len(new) > believable_loss(self._store.size + len(self._missing)):
            with transaction.atomic():
                mark(new, Missing.HELD)
                self._note_look(len(held) + len(new), looks=0)
                removals_held.send(sender=SavedTrack, user=self._store.user, count=len(held) + len(new))
            new = []
        elif held and self._look(len(held)) >= LOOKS:
            accepted += held
        return [save for save in new if not self._was_listed(save)] + again + accepted

    def _look(self, count: int) -> int:
        """Returns how many daily looks have found the same saves missing, this one included."""
        state = self._store.state
        if state.held_looked_at and self._now - state.held_looked_at < DAILY_LOOK:
            return state.held_looks
        looks = state.held_looks + 1 if count == state.held_count else 0
        self._note_look(count, looks=looks)
        return looks

    def _note_look(self, count: int, *, looks: int) -> None:
        since = self._store.state.held_since or self._now
        self._store.update_state(
            held_count=count, held_looks=looks, held_looked_at=self._now, held_since=since
        )

    def _is_recent(self, save: SavedTrack) -> bool:
        return save.missing_since is not None and self._now - save.missing_since <= ASKED_DAILY

    def _was_listed(self, save: SavedTrack) -> bool:
        keys = [save.track.key, *save.former_keys] if save.track else []
        return any((key, save.added_at, save.ordinal) in self._listed for key in keys)

    def _ask(self, saves: list[SavedTrack]) -> _Answers:
        """Asks for the saves by name. Raises `LibraryOvertaken`, and what `contains` raises for an expired token."""
        answers = _Answers()
        named = [(id, save) for save in saves if (id := _spotify_id(save))]
        unnamed = [save for save in saves if not _spotify_id(save)]
        for start in range(0, len(named), MAX_CONTAINS):
            part = named[start : start + MAX_CONTAINS]
            try:
                saved = self._contains([id for id, _ in part])
            except (AskOperator, Bug, Reconnect) as refusal:
                # The app may read the library, which it has just done, and may not ask.
                log.warning("removals are not asked for by name: %s", refusal.code)
                unnamed += [save for _, save in named[start:]]
                break
            except TryLater as delay:
                # What was read is written all the same.
                log.warning("removals are asked for later: %s", delay.code)
                unnamed += [save for _, save in named[start:]]
                self._delay = delay
                break
            for (_, save), is_saved in zip(part, saved, strict=True):
                (answers.saved if is_saved else answers.gone).append(save)
            self._progress(self._store.size, self._store.size)
        answers.gone += [save for save in unnamed if self._is_missing_for_long(save)]
        if len(answers.gone) + len(answers.saved) == len(saves):
            self._delay = None
        return answers

    def _is_missing_for_long(self, save: SavedTrack) -> bool:
        """Whether an earlier reading has found the same. The looks at held saves are such readings."""
        if save.missing in (Missing.HELD, Missing.ACCEPTED):
            return True
        return save.missing_since is not None and save.missing_since <= self._now - SECOND_READING

    def _report(self, removed: int, saved_again: int) -> RemovalReport:
        left = missing_saves(self._store.user) if self._missing else []
        held = _count(left, Missing.HELD)
        if not held and self._store.state.held_since:
            self._store.update_state(held_count=0, held_looks=0, held_looked_at=None, held_since=None)
        kept = _count(left, Missing.KEPT)
        return RemovalReport(removed, saved_again, len(left) - held - kept, held, kept, self._delay)


def _spotify_id(save: SavedTrack) -> str:
    """Returns the id to ask for; "" for a local file or a null, which have none."""
    id = save.track.spotify_id if save.track else None
    return id if id and is_spotify_id(id) else ""


def _count(saves: Iterable[SavedTrack], state: SavedTrack.Missing) -> int:
    return sum(save.missing == state for save in saves)
