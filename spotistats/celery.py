"""The Celery application and its clock."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")

app = Celery("spotistats")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "dispatch-due": {"task": "syncer.tasks.dispatch_due", "schedule": 60.0, "options": {"expires": 55}},
}
