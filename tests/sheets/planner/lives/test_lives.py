"""Random lives of a tab: nothing of the person's is lost or moved, every cell of ours is right, on the way as at the end.

One that fails is shown as a script: paste it into a test, or into a Python shell after `django.setup()`.
"""

from __future__ import annotations

import os

import pytest

from tests.sheets.planner.lives.life import Script, shorten, write_script
from tests.sheets.planner.lives.person import OPERATIONS

pytestmark = pytest.mark.slow
# `make lives` asks for more.
LIVES = int(os.environ.get("LIVES_OF_TABS", "300"))
PARTS = 12


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_or_doubled_in_a_random_life_of_a_tab(part):
    for seed in range(part * LIVES // PARTS, (part + 1) * LIVES // PARTS):
        script = write_script(seed, OPERATIONS)
        if script.failure():
            shorter = shorten(script)
            pytest.fail(f"life {seed}: {shorter.failure()}\n{shorter}", pytrace=False)


def first_failure(lives: int = 200) -> Script | None:
    return next((one for seed in range(lives) if (one := write_script(seed, OPERATIONS)).failure()), None)


def missing_on_top(newest, rows, top):
    missing = [known for known in newest if known not in rows]
    return [(top, missing)] if missing else []


@pytest.mark.parametrize(
    "fault",
    [
        ("sheets.planner.deletion.has_note", lambda grid, row: False),
        ("sheets.planner.deletion.has_value_beside", lambda *_: False),
        ("sheets.planner.row_changes.cell_equals", lambda *_: True),
        ("sheets.planner.plan._after_inserts", lambda new, place: place),
        ("sheets.planner.row_changes._missing_runs", missing_on_top),
    ],
    ids=lambda fault: fault[0].rpartition(".")[2],
)
def test_a_planner_with_a_fault_does_not_survive_the_lives(fault, monkeypatch):
    monkeypatch.setattr(*fault)
    script = first_failure()
    assert script is not None
    assert len(shorten(script).lines) <= 4
