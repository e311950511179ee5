"""A worker that is killed between sending a message and storing the answer: the message comes again, and no other does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from notifications.deliveries import LEASE, deliver_all_due
from notifications.models import Delivery, Event
from notifications.webhooks import make_webhook
from syncer import leases, runs
from syncer.models import SyncRun
from syncer.receipt import Receipt
from tests.fault_injection.servers.conftest import database_url
from tests.support.cast import make_alice
from tests.support.webhook_receiver import OK, receiving

ROOT = Path(__file__).resolve().parents[2]
DELIVER = "import django; django.setup(); from notifications.deliveries import deliver; deliver({pk})"


def start_delivery(pk: int, folder: Path) -> subprocess.Popen[bytes]:
    path = f"sqlite:///{connection.settings_dict['NAME']}"
    return subprocess.Popen(
        [sys.executable, "-c", DELIVER.format(pk=pk)],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "spotistats.settings",
            "DATABASE_URL": path if connection.vendor == "sqlite" else database_url(),
            "ENCRYPTION_KEYS": ",".join(django_settings.ENCRYPTION_KEYS),
            "WEBHOOKS_ALLOW_LOOPBACK": "on",
        },
    )


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_message_and_makes_none_anew(settings, tmp_path) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    alice = make_alice()
    with receiving() as receiver:
        make_webhook(alice, url=receiver.url, events=[Event.SYNC_DONE])
        claim = leases.claim(SyncRun.objects.create(user=alice, trigger="person").pk)
        assert claim is not None
        runs.finish(claim, Receipt())
        delivery = Delivery.objects.get()
        workers: list[subprocess.Popen[bytes]] = []
        receiver.respond = lambda _: workers[0].kill()
        workers.append(start_delivery(delivery.pk, tmp_path))
        assert workers[0].wait(60) == -signal.SIGKILL
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts, delivery.tried_at) == ("due", 1, None)
        receiver.respond, receiver.answer = None, OK
        deliver_all_due()
        assert len(receiver.requests) == 1
        with time_machine.travel(timezone.now() + LEASE):
            deliver_all_due()
        ids = {receiver.headers(number)["webhook-id"] for number in range(2)}
        assert (len(receiver.requests), ids) == (2, {delivery.message_id})
    assert [one.state for one in Delivery.objects.all()] == ["taken"]
