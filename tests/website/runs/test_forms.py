"""Which runs the list shows, by its address."""

from __future__ import annotations

import pytest

from syncer.run_list import RunFilter
from website.runs.forms import RunFilterForm


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        ({}, RunFilter()),
        ({"state": "stopped"}, RunFilter(states=("failed",))),
        ({"state": "active"}, RunFilter(states=("queued", "running", "waiting"))),
        ({"trigger": "operator"}, RunFilter(triggers=("admin", "command"))),
        ({"state": "failed", "trigger": "you"}, RunFilter()),
    ],
)
def test_the_address_chooses(chosen, wanted):
    form = RunFilterForm(chosen)
    assert form.wanted == wanted
    assert form.is_filtered == (wanted != RunFilter())


@pytest.mark.parametrize(("before", "behind"), [("12", 12), ("", None), ("-3", None), ("x", None)])
def test_a_page_begins_behind_a_run(before, behind):
    assert RunFilterForm({"before": before}).behind == behind


def test_the_choice_goes_along_to_another_page():
    form = RunFilterForm({"state": "done", "trigger": "nobody", "before": "5"})
    assert form.address_of(before=3) == "state=done&before=3"
    assert form.address_of() == "state=done"
