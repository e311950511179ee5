"""The pages of a person's runs."""

from __future__ import annotations

import pytest

from syncer.models import SyncRun
from syncer.run_list import RunFilter, page_of_runs
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("ada")


def made(user, count: int, **fields: str) -> list[int]:
    values = {"trigger": "schedule", "state": "done"} | fields
    return [SyncRun.objects.create(user=user, **values).pk for _ in range(count)]


def test_pages_follow_one_another_and_new_runs_shift_none(ada):
    old = made(ada, 5)
    first = page_of_runs(ada, RunFilter(), behind=None, limit=2)
    made(ada, 3)
    second = page_of_runs(ada, RunFilter(), behind=first.following, limit=2)
    third = page_of_runs(ada, RunFilter(), behind=second.following, limit=2)
    shown = [run.pk for page in (first, second, third) for run in page.runs]
    assert shown == old[::-1]
    assert third.following is None


def test_filters_choose(ada):
    failed, clicked = made(ada, 1, state="failed"), made(ada, 1, trigger="person")
    made(ada, 2)

    def shown(**wanted: tuple[str, ...]) -> list[int]:
        return [run.pk for run in page_of_runs(ada, RunFilter(**wanted), behind=None, limit=9).runs]

    assert shown(states=("failed",)) == failed
    assert shown(triggers=("person", "api")) == clicked
    assert shown(states=("failed",), triggers=("person",)) == []


def test_nobody_sees_the_runs_of_others(ada):
    made(make_user("ben"), 2)
    assert page_of_runs(ada, RunFilter(), behind=None, limit=9).runs == []


def test_behind_a_run_that_there_is_not_the_list_begins_anew(ada):
    runs = made(ada, 1)
    (foreign,) = made(make_user("ben"), 1)
    for behind in (10**30, foreign):
        page = page_of_runs(ada, RunFilter(), behind=behind, limit=9)
        assert [run.pk for run in page.runs] == runs
