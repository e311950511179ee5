"""Tasks and the worker: a finished sync starts the flow, and it never holds up a sync."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrichment import lanes, tasks
from enrichment.models import EnrichmentLane, SourceState
from library.coverage import coverage
from library.models import ArtistKnowledge, Features
from spotistats.celery import app
from spotistats.embedded import EmbeddedWorker
from syncer import runs
from syncer.models import SyncRun
from syncer.tasks import sync_run
from tests.enrichment.conftest import synced
from tests.support.cast import tab_rows
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch) -> list[tuple]:
    """Messages that would be sent for enrichment."""
    messages: list[tuple] = []
    for task in (tasks.start_enrichment, tasks.enrich):
        monkeypatch.setattr(
            task,
            "apply_async",
            lambda args=(), kwargs=None, name=task.name, **options: messages.append((name, args, options)),
        )
    return messages


@pytest.fixture
def worker(no_pauses):
    started = EmbeddedWorker(beat=False, concurrency=3)
    started.start()
    yield started
    started.stop()


def test_only_a_sync_that_added_tracks_starts_the_enrichment(sandbox, ada, sheet, sent) -> None:
    sync_run(runs.find_or_make(ada, SyncRun.Trigger.PERSON).pk)
    assert [name for name, _, _ in sent] == ["enrichment.tasks.start_enrichment"]
    sent.clear()
    sync_run(runs.find_or_make(ada, SyncRun.Trigger.PERSON).pk)
    assert sent == []


def test_each_lane_with_work_gets_one_message_however_often_it_is_asked(sandbox, ada, sheet, sent) -> None:
    synced(ada)
    tasks.start_enrichment()
    tasks.start_enrichment()
    assert [args[0] for _, args, _ in sent] == ["features", "genres"]


def test_a_slice_sends_the_next_one_and_the_last_one_releases_the_lane(
    sandbox, ada, sheet, sent, no_pauses
) -> None:
    synced(ada)
    token = str(lanes.hold("features"))
    for _ in range(3):
        tasks.enrich("features", token)
    assert [(name, args) for name, args, _ in sent] == [("enrichment.tasks.enrich", ("features", token))] * 2
    assert EnrichmentLane.objects.get(name="features").lease_until is None


def test_messages_go_to_a_queue_of_their_own_that_is_emptied_last() -> None:
    queues = [queue.name for queue in app.conf.task_queues]
    assert queues == ["clicks", "scheduled", "notifications", "enrichment"]
    for task in (tasks.start_enrichment, tasks.enrich):
        assert app.amqp.router.route({}, task.name)["queue"].name == "enrichment"
    assert app.conf.beat_schedule["start-enrichment"]["task"] == tasks.start_enrichment.name


@pytest.mark.slow
def test_a_person_gets_features_and_genres_in_the_background(sandbox, ada, sheet, worker) -> None:
    run = runs.request_run(ada, SyncRun.Trigger.PERSON)
    wait_for(lambda: SyncRun.objects.filter(pk=run.pk, state="done").exists())
    wait_for(lambda: Features.objects.count() == 60)
    wait_for(lambda: not EnrichmentLane.objects.exclude(lease_until=None).exists())
    wait_for(lambda: not ArtistKnowledge.objects.exclude(missing_sources="").exists())
    covered = coverage(ada)
    assert covered.with_features > 20 and covered.with_genres > 20
    synced(ada)
    rows = tab_rows(sandbox.world, sheet)[1:]
    assert sum(row[1] is not None for row in rows) == covered.with_features
    assert sum(row[6] is not None for row in rows) == covered.with_genres


@pytest.mark.slow
def test_a_click_does_not_wait_for_sources_that_hang(sandbox, settings, ada, sheet, worker) -> None:
    settings.ENRICHMENT_TIMEOUT = 3.0
    synced(ada)
    for service in ("reccobeats", "musicbrainz"):
        sandbox.world.faults.add(service, None, {"hang": 5}, times=0)
    tasks.start_enrichment.delay()
    wait_for(lambda: SourceState.objects.filter(name="reccobeats", asked_at__isnull=False).exists())
    run = runs.request_run(ada, SyncRun.Trigger.PERSON)
    wait_for(lambda: SyncRun.objects.filter(pk=run.pk, state="done").exists())
    assert not Features.objects.filter(known=True).exists()


def test_a_lane_that_lost_its_message_starts_again_once_its_lease_has_run_out(
    sandbox, ada, sheet, sent
) -> None:
    synced(ada)
    tasks.start_enrichment()
    sent.clear()
    EnrichmentLane.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.start_enrichment()
    assert len(sent) == 2
