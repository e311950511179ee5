"""Nothing says that linking goes on by itself."""

from __future__ import annotations

from django.utils import timezone

from problems.kinds import REGISTRY, TryLater
from providers.google.problems import SheetIsXlsx
from website.sheet.presenters import describe_link_problem


def test_no_wait_is_said_to_go_on_by_itself():
    waits = [problem for problem in REGISTRY.values() if issubclass(problem, TryLater)]
    assert len(waits) > 10
    for problem in waits:
        assert "Try again in a minute" in describe_link_problem(problem(when=timezone.now()))


def test_other_problems_have_their_own_words():
    assert "Save as Google Sheets" in describe_link_problem(SheetIsXlsx())
