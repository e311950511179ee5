"""What came of using a trigger link, in words and as a code."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from providers.spotify.problems import SpotifyPagesLater
from syncer.clicks import ClickAnswer
from syncer.models import SyncRun
from website.trigger_links.presenters import TriggerAnswer


def test_a_library_that_is_known_to_be_read_is_up_to_date(alice) -> None:
    run = SyncRun.objects.create(user=alice, trigger="person", state="done")
    now = timezone.now()
    answer = TriggerAnswer.of(ClickAnswer(run, False, known_since=now), None)
    assert (answer.outcome, answer.status) == ("up_to_date", 200)
    assert answer.text.startswith("Up to date as of ")
    assert answer.to_json() == {
        "outcome": "up_to_date",
        "detail": answer.text,
        "retry_at": now + timedelta(minutes=1),
    }


def test_a_sync_that_has_to_wait_says_until_when(alice) -> None:
    resume_at = timezone.now() + timedelta(hours=2)
    run = SyncRun.objects.create(
        user=alice, trigger="api", state="waiting", resume_at=resume_at, problem_code=SpotifyPagesLater.code
    )
    answer = TriggerAnswer.of(ClickAnswer(run, True), None)
    assert (answer.outcome, answer.status) == ("waiting", 202)
    assert "continues by itself" in answer.text
