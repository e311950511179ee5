"""A random life of a tab: days on which a person edits it, their library changes, and a sync goes well or is stopped.

A life is a script of lines that a seed makes. What a line means depends on nothing but the tab, so that any of them can be
left out: `shorten` drops those without which a life fails as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from sandbox.google.errors import GoogleError
from sheets.columns import get_columns
from sheets.planner.batches import split_into_batches
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import dropped_in, keys_in
from sheets.planner.plan import Plan, plan_tab
from sheets.planner.written_rows import WrittenRows, written_rows
from sheets.storage import MAX_SENT
from tests.sheets.planner.lives.ledger import Ledger
from tests.sheets.planner.lives.oracle import Expectation
from tests.sheets.planner.lives.person import Person
from tests.sheets.planner.small_library import SmallLibrary, Track

Line = tuple[str, int, int]
"""An operation with two numbers, which it takes modulo what there is."""

EVENTS = (
    "save",
    "save_old",
    "save_again",
    "remove",
    "relink",
    "rename",
    "enrich",
    "scope",
    "keep",
    "choice",
    "mode",
    "zone",
)
_CHOOSABLE = ("artist", "track", "album", "added", "duration", "explicit", "tempo", "removed_on")
# A row is written with its formats: what is shorter than both would be sent without end.
SHORT_LIMIT, _LONG_LIMIT = 2_700, 2_000_000


@dataclass
class Life:
    """`confirmed`: what the last confirmed write left in the rows; `sent`: what those after it may have left there."""

    ledger: Ledger
    library: SmallLibrary
    mode: str = "merge"
    confirmed: tuple[WrittenRows, ...] = ()
    sent: tuple[WrittenRows, ...] = ()
    laid_columns: tuple[str, ...] = ()
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        self.person = Person(self.ledger)

    def do(self, line: Line) -> None:
        name, first, second = line
        if name == "sync":
            self.sync(limit=_LONG_LIMIT if first % 3 else SHORT_LIMIT + 100 * second)
        elif name == "stopped":
            self.sync(limit=SHORT_LIMIT + 100 * second, stop_after=first % 4)
        elif name in EVENTS:
            self._change(name, first, second)
        else:
            getattr(self.person, name)(first, second)

    # the library and the settings

    def _change(self, name: str, first: int, second: int) -> None:
        library = self.library
        match name:
            case "save":
                library.save(1 + first % 4)
            case "save_old":
                library.save(1, at=first % (len(library.saved) + 1))
            case "save_again":
                if library.removed:
                    library.save_again(first % len(library.removed))
            case "scope":
                library.scope = first % 12
            case "keep":
                library.keep_removed = not library.keep_removed
            case "choice":
                library.columns = choice(first, second)
            case "mode":
                self.mode = "merge" if self.mode == "mirror" else "mirror"
            case "zone":
                library.travel(first % 25 - 12)
            case _:
                if library.saved:
                    getattr(library, name)(first % len(library.saved))

    # the sync

    def sync(self, *, limit: int, stop_after: int | None = None) -> None:
        """As `sheets.writer` does it: plans anew from what each batch has left.

        `stop_after` that many batches the process is killed, or Google's answer is lost: what is in the tab stays, and
        nothing is confirmed.
        """
        tracks = self._rows()
        expectation = Expectation(
            self.ledger,
            self.library,
            self.mode,
            tracks,
            laid=self.laid_columns,
        )
        self.ledger.written.clear()
        is_stored = False
        for sent in range(200):
            grid = self.ledger.tab.read()
            desired = self._desired(grid, tracks)
            plan = plan_tab(grid, desired)
            if plan.refusal:
                assert not plan.steps
                expectation.check_refusal()
                return
            batch = next(iter(split_into_batches(plan.steps, limit)), None)
            written = _remembered(desired, plan)
            if batch is None:
                self.confirmed, self.sent = (written,), ()
                self.laid_columns = tuple(column.id for column in desired.columns)
                expectation.check_end(self.ledger)
                expectation.settle(self.ledger, is_end=True)
                return
            if not is_stored:
                self._store(written)
                is_stored = True
            if sent == stop_after:
                if sent:
                    expectation.settle(self.ledger, is_end=False)
                return
            self.ledger.apply(batch)
            expectation.check_batch(self.ledger)
        raise AssertionError("there is no end to what is planned")

    def _store(self, written: WrittenRows) -> None:
        """As `sheets.storage.save_sent` does it."""
        if written not in self.sent:
            self.sent = (written, *self.sent)[:MAX_SENT]

    def _rows(self) -> list[Track]:
        """The tracks that have to have a row. A mirror has the removed ones that it keeps among them."""
        saved = self.library.saved[: self.library.scope]
        if self.mode == "merge" or not self.library.keep_removed:
            return saved
        keys = keys_in(self.ledger.tab.read())
        return saved + [one for one in self.library.removed if keys & {one.key, *one.row(()).aliases}]

    def _desired(self, grid: Grid, tracks: Sequence[Track]) -> DesiredTab:
        library, columns = self.library, get_columns(self.library.columns)
        dropped = dropped_in(grid, columns)
        held = (*columns, *dropped)
        numbers = {track.number for track in tracks}
        return DesiredTab(
            columns,
            rows=[track.row(held) for track in tracks],
            removed=[track.row(held) for track in library.removed if track.number not in numbers],
            out_of_scope=[track.row(held) for track in library.saved if track.number not in numbers],
            keep_removed=library.keep_removed,
            mode="mirror" if self.mode == "mirror" else "merge",
            written_columns=self.laid_columns,
            dropped=dropped,
            written=(*self.confirmed, *self.sent),
        )


def _remembered(desired: DesiredTab, plan: Plan) -> WrittenRows:
    return written_rows(
        [column.id for column in desired.columns],
        [(row.key, row.values) for row in desired.rows],
        [(row.key, row.values) for row in (*desired.removed, *desired.out_of_scope)],
        plan.former,
    )


def choice(first: int, second: int) -> tuple[str, ...]:
    """Returns one to six columns in any order, and Link at any place among them."""
    chance = Random(first * 41 + second)
    names = [*chance.sample(_CHOOSABLE, chance.randint(1, 6)), "link"]
    chance.shuffle(names)
    return tuple(names)


@dataclass(frozen=True)
class Script:
    """A library of `saved` tracks, a new tab of this size, and what happens then. The last line is a sync."""

    saved: int
    columns: tuple[str, ...]
    size: tuple[int, int]
    lines: tuple[Line, ...]

    def live(self) -> None:
        """AssertionError where something is lost, doubled or wrong; GoogleError for a request that is refused."""
        library = SmallLibrary(columns=self.columns)
        library.save(self.saved)
        life = Life(Ledger(*self.size), library)
        for line in (*self.lines, ("sync", 1, 0)):
            life.do(line)

    def failure(self) -> str:
        """Returns what goes wrong, "" where nothing does."""
        try:
            self.live()
        except (AssertionError, GoogleError) as problem:
            return f"{type(problem).__name__}: {problem}".partition("\nassert ")[0]
        return ""

    def __str__(self) -> str:
        lines = "".join(f"        {line!r},\n" for line in self.lines)
        return (
            f"Script(\n    saved={self.saved},\n    columns={self.columns!r},\n    size={self.size!r},\n"
            f"    lines=(\n{lines}    ),\n).live()"
        )


def write_script(seed: int, operations: Sequence[str], events: Sequence[str] = EVENTS) -> Script:
    """Returns the life of this seed, with these operations of the person and these events of the library."""
    chance = Random(seed)
    lines: list[Line] = []

    def add(names: Sequence[str]) -> None:
        lines.append((chance.choice(names), chance.randrange(41), chance.randrange(41)))

    if chance.random() < 0.2:
        add(("own_table",))
    add(("sync", "sync", "sync", "stopped"))
    for _ in range(chance.randint(2, 8)):
        for _ in range(chance.randint(0, 3)):
            add(operations)
        for _ in range(chance.choice((0, 1, 1, 2))):
            add(events)
        add(("sync", "sync", "sync", "stopped"))
    return Script(
        saved=chance.randint(0, 12),
        columns=choice(chance.randrange(41), chance.randrange(41)),
        size=(chance.choice((3, 14, 20)), chance.choice((1, 7, 9))),
        lines=tuple(lines),
    )


def shorten(script: Script) -> Script:
    """Returns a shorter life that fails as well."""
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for shorter in _shorter(script):
            if shorter.failure():
                script, is_shorter = shorter, True
                break
    return script


def _shorter(script: Script) -> Iterable[Script]:
    lines = script.lines
    for size in (8, 4, 2, 1):
        for at in range(0, len(lines), max(1, size // 2)):
            if at + size <= len(lines):
                yield replace(script, lines=lines[:at] + lines[at + size :])
    for saved in range(script.saved):
        yield replace(script, saved=saved)
    for at, (name, first, second) in enumerate(lines):
        if name == "stopped":
            yield replace(script, lines=(*lines[:at], ("sync", 1, 0), *lines[at + 1 :]))
        for small in ((0, 0), (0, second), (first, 0), (first % 3, second % 3)):
            if (first, second) != small and sum(small) < first + second:
                yield replace(script, lines=(*lines[:at], (name, *small), *lines[at + 1 :]))
    for name in script.columns:
        if name != "link" and len(script.columns) > 2:
            yield replace(script, columns=tuple(one for one in script.columns if one != name))
