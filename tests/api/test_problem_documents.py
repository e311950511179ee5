"""Problems as RFC 9457 has them: a status, headers and words for each kind."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.problems import SyncLimitUsedUp
from api.problem_documents import CONTENT_TYPE, respond_with_problem, status_of, title_of
from api.problems import ApiFailure, ApiNotFound
from problems.kinds import REGISTRY
from providers.google.problems import SheetGone
from sheets.problems import NoSheet
from syncer.problems import SiteRestarting

SOON = timezone.now() + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (SyncLimitUsedUp(when=SOON), 429),
        (SiteRestarting(when=SOON), 503),
        (NoSheet(), 409),
        (ApiNotFound(), 404),
        (ApiFailure(), 500),
    ],
)
def test_the_status_says_what_to_do_next(rf, problem, status) -> None:
    response = respond_with_problem(rf.get("/"), problem)
    document = json.loads(response.content)
    assert (response.status_code, document["status"], response["Content-Type"]) == (
        status,
        status,
        CONTENT_TYPE,
    )
    when = document["values"].pop("when", None)
    assert (document["code"], document["values"]) == (problem.code, problem.values)
    assert (when is not None) == (status in (429, 503))
    assert document["type"] == f"http://testserver/api/v1/problems/{problem.code}"
    assert document["title"] and document["detail"]
    assert ("Retry-After" in response) == (status in (429, 503))


def test_the_wait_is_never_none(rf) -> None:
    past = SyncLimitUsedUp(when=timezone.now() - timedelta(hours=1))
    assert respond_with_problem(rf.get("/"), past)["Retry-After"] == "1"


def test_every_problem_has_a_title_and_a_status() -> None:
    assert len(REGISTRY) > 80
    assert all(title_of(problem) for problem in REGISTRY.values())
    assert status_of(SheetGone()) == 409
