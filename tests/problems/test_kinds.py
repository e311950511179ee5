"""Problems are classes with a code, values and traits, and hold no prose."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from problems.kinds import REGISTRY, AskUser, Problem, Reconnect, TryLater, stored

WHEN = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def registry_unchanged(monkeypatch) -> None:
    """Classes that a test defines are forgotten with it."""
    monkeypatch.setattr("problems.kinds.REGISTRY", dict(REGISTRY))


def test_a_class_is_looked_up_by_its_code() -> None:
    class TabTooWide(AskUser):
        code = "tab_too_wide"

    from problems import kinds

    assert kinds.REGISTRY["tab_too_wide"] is TabTooWide


def test_two_problems_cannot_share_a_code() -> None:
    class First(AskUser):
        code = "same_code"

    with pytest.raises(TypeError, match="same_code"):

        class Second(AskUser):
            code = "same_code"


def test_a_row_keeps_code_and_values() -> None:
    class CellInTheWay(AskUser):
        code = "cell_in_the_way"

    row = stored(CellInTheWay(cell="B4"))
    assert json.loads(json.dumps(row)) == {
        "problem_code": "cell_in_the_way",
        "problem_values": {"cell": "B4"},
    }


def test_each_kind_has_its_next_step() -> None:
    class Later(TryLater):
        code = "busy_for_a_test"

    class Ended(Reconnect):
        code = "ended_for_a_test"

    assert (Later(when=WHEN).kind, Later(when=WHEN).when) == ("try later", WHEN)
    assert (Ended(vendor="google").fix, AskUser().fix, Later(when=WHEN).fix) == ("google", "sheet", "")


def test_a_problem_in_a_log_is_its_code() -> None:
    class Logged(Problem):
        code = "logged_for_a_test"

    assert str(Logged(title="secret plans")) == "logged_for_a_test"
