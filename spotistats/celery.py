"""The Celery application and its clock."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init
from celery.worker.control import inspect_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")

app = Celery("spotistats")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # A message that no worker takes within the minute is dropped: the next one does the same.
    "dispatch-due": {"task": "syncer.tasks.dispatch_due", "schedule": 60.0, "options": {"expires": 55}},
    "start-enrichment": {
        "task": "enrichment.tasks.start_enrichment",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "revoke-due": {"task": "accounts.tasks.revoke_due", "schedule": 60.0, "options": {"expires": 55}},
    "deliver-due": {
        "task": "notifications.tasks.deliver_due",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "tidy-up": {"task": "syncer.tasks.tidy_up", "schedule": crontab(hour=3, minute=41)},
}


@app.on_after_finalize.connect
def drop_tasks_of_celery(sender: Celery, **_: Any) -> None:
    """Leaves only our tasks to a worker: Celery's own (`celery.map` and others) run what a message says."""
    for name in [name for name in sender.tasks if name.startswith("celery.")]:
        sender.tasks.unregister(name)


@inspect_command()
def readable_keys(state: Any) -> list[str]:
    """Answers the question of `accounts.key_rollout`: the fingerprints of this worker's keys."""
    from accounts.key_rollout import key_fingerprints

    return key_fingerprints()


@worker_init.connect
def refuse_wrong_keys(**_: Any) -> None:
    """Raises `SystemExit` when the encryption keys do not open the stored credentials."""
    # With wrong keys each refresh would look like a permission that has ended, and all people would be disconnected.
    # Celery swallows any exception but SystemExit in a signal handler.
    from django.core.exceptions import ImproperlyConfigured

    from accounts.checks import require_working_keys

    try:
        require_working_keys()
    except ImproperlyConfigured as problem:
        raise SystemExit(str(problem)) from problem
