"""Workers and beats within a tenth of a second: a process that has everything imported forks them.

    python -m tests.fault_injection.servers.processes

Reads `worker`, `beat` or `dispatch` from its input, and answers with the new process's id. What it forks is Celery's own worker
or beat, or dispatches once; nothing but the interval of beat, and the size of a request to Google where SHEET_BATCH_BYTES says one,
differ from the site's.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import NoReturn

BEAT_SECONDS = 0.3
WORKER = [
    "--quiet",
    "worker",
    "--pool",
    "solo",
    "--without-mingle",
    "--without-gossip",
    "--without-heartbeat",
    "-l",
    "ERROR",
]


def prepare() -> None:
    import django

    from spotistats.celery import app

    django.setup()
    app.loader.import_default_modules()
    app.finalize()
    from celery.apps import beat, worker
    from kombu.transport import redis

    from sheets import writer as writing
    from sheets.planner.batches import split_into_batches
    from syncer import sync

    loaded = (beat, worker, redis, sync)
    size = os.environ.get("SHEET_BATCH_BYTES")
    if size and loaded:
        writing.split_into_batches = partial(split_into_batches, max_bytes=int(size))  # type: ignore[assignment]


def be_worker() -> None:
    from spotistats.celery import app

    app.worker_main(WORKER)


def be_beat() -> None:
    from spotistats.celery import app

    # As on the site, a message ends before the next one comes: a slow worker would meet more of them with each second.
    app.conf.beat_schedule = {
        "dispatch-due": {
            **app.conf.beat_schedule["dispatch-due"],
            "schedule": BEAT_SECONDS,
            "options": {"expires": BEAT_SECONDS},
        }
    }
    app.Beat(scheduler="celery.beat:Scheduler", max_interval=BEAT_SECONDS, loglevel="ERROR").run()


def dispatch() -> None:
    """Beat's minute, once: runs are handed out, and nobody takes them."""
    from syncer.dispatch import dispatch_due

    dispatch_due()


ROLES = {"worker": be_worker, "beat": be_beat, "dispatch": dispatch}


def grow_up(role: str) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        ROLES[role]()
    finally:
        os._exit(1)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried at once
    prepare()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            grow_up(line.strip())
        print(child, flush=True)


if __name__ == "__main__":
    main()
