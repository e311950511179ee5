"""The Celery worker and beat as threads of the web process, for an installation without Redis.

The broker is the memory of this process, so that everything that sends or takes messages has to run in it:
`celery worker -B` would fork, and its beat would send to a broker of its own.
"""

from __future__ import annotations

import threading
from typing import Any

from celery.beat import EmbeddedService, Scheduler
from celery.worker import WorkController

from spotistats.celery import app

# Four syncs at once; enrichment, which comes last, works on two lanes and so holds two threads at most.
CONCURRENCY = 4 + 2


class EmbeddedWorker:
    """Starts the worker, and beat when asked, in daemon threads; `stop` waits for both."""

    def __init__(self, *, beat: bool = True, concurrency: int = CONCURRENCY) -> None:
        app.finalize()
        self._controller: Any = WorkController(
            app=app,
            pool_cls="threads",
            concurrency=concurrency,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=self._controller.start, name="celery-worker", daemon=True)
        # `Scheduler` and not the default, which keeps its times in a file: the database says what is due.
        self._beat: Any = EmbeddedService(app, thread=True, scheduler_cls=Scheduler) if beat else None

    def start(self) -> None:
        self._thread.start()
        if self._beat is not None:
            self._beat.start()

    def stop(self) -> None:
        if self._beat is not None:
            self._beat.stop()
        self._controller.stop()
        self._thread.join(timeout=10)
