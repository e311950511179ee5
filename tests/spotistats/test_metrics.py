"""`/metrics`: every figure of the site for who has the token, a page that does not exist for anybody else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families

from syncer.heartbeat import record_heartbeat
from syncer.models import SyncRun
from tests.support.cast import make_alice, make_user
from tests.support.figures import figures_in
from tests.support.redis_away import redis_away

__all__ = ["redis_away"]

TOKEN = "m" * 20
ROOT = Path(__file__).parents[2]
DASHBOARD = ROOT / "docs" / "grafana.json"


@pytest.fixture(autouse=True)
def token(settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.ALLOWED_HOSTS = ["tracks.example"]


def scrape(client, host: str = "web:8000") -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers={"host": host, "authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return figures_in(text_string_to_metric_families(answer.content.decode()))


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ä"]
)
def test_without_the_token_there_is_no_such_page(db, client, header: str) -> None:
    headers = {"host": "tracks.example", "authorization": header}
    assert client.get("/metrics", headers=headers).status_code == 404


def test_without_the_setting_nobody_reads_them(db, client, settings) -> None:
    settings.METRICS_TOKEN = ""
    for header in ("Bearer ", "Bearer"):
        headers = {"host": "tracks.example", "authorization": header}
        assert client.get("/metrics", headers=headers).status_code == 404


def test_an_empty_site_has_figures(db, client) -> None:
    figures = scrape(client)
    assert figures["active_runs", "queued"] == figures["oldest_due_seconds",] == 0
    assert figures["coverage", "tracks", "all"] == 0
    assert ("heartbeat_age_seconds",) not in figures


def test_who_has_the_token_reads_every_metric(db, client, settings) -> None:
    settings.SPOTIFY_CLIENT_ID = "app"
    names = {name for name, *_ in scrape(client)}
    assert names == {
        *("spotify_requests_left", "spotify_blocked_seconds", "spotify_full_seconds"),
        *("connections", "coverage", "active_runs", "oldest_due_seconds", "webhook_deliveries"),
        *(["queue_depth"] if settings.REDIS_URL else []),
    }


def test_nothing_in_them_is_a_persons(db, client) -> None:
    alice = make_alice()
    headers = {"host": "web", "authorization": f"Bearer {TOKEN}"}
    text = client.get("/metrics", headers=headers).content.decode()
    for word in (alice.username, alice.display_name, alice.spotify_id):
        assert not word or word not in text


def test_the_number_of_queries_does_not_grow(db, client, django_assert_num_queries) -> None:
    for count in (1, 5):
        for number in range(count):
            user = make_user(f"person {count} {number}")
            SyncRun.objects.create(user=user, trigger="schedule", state="queued")
        with django_assert_num_queries(13):
            scrape(client)


def test_figures_go_on_while_redis_is_away(db, client, settings, redis_away) -> None:
    settings.SPOTIFY_CLIENT_ID = "app"
    figures = scrape(client)
    assert figures["spotify_blocked_seconds", "app"] == 0
    assert not {name for name, *_ in figures} & {
        "spotify_requests_left",
        "queue_depth",
        "heartbeat_age_seconds",
    }


@pytest.mark.services
def test_the_depth_of_each_queue_is_counted(db, client, settings) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        server.delete("clicks", "scheduled", "notifications", "enrichment")
        server.rpush("clicks", "a", "b")
        figures = scrape(client)
        server.delete("clicks")
    assert [figures["queue_depth", name] for name in ("clicks", "scheduled")] == [2, 0]


def test_the_dashboard_shows_metrics_that_there_are(db, client, settings) -> None:
    settings.SPOTIFY_CLIENT_ID = "app"
    record_heartbeat()
    families = client.get(
        "/metrics", headers={"host": "web", "authorization": f"Bearer {TOKEN}"}
    ).content.decode()
    there = set(re.findall(r"^# TYPE (spotistats_\w+)", families, re.MULTILINE)) | {"spotistats_queue_depth"}
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    shown = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in re.findall(r"spotistats_\w+", target["expr"])
    }
    assert shown == there


def test_every_metric_and_setting_of_the_operators_page_exists() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/metrics.py"))
    metrics = set(re.findall(r"spotistats_\w+", page))
    names = set(re.findall(r"`([A-Z][A-Z_]+)(?:=\d+)?`", page))
    assert len(metrics) >= 5
    assert len(names) >= 10
    assert [name for name in sorted(metrics) if f'"{name}"' not in code] == []
    assert [name for name in sorted(names) if not re.search(rf"^#?{name}=", example, re.MULTILINE)] == []
