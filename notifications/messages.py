"""The body of a message: what has happened, to which sync, and where to read more. No name of a track, a tab or a person.

{"type": "sync.stopped", "timestamp": "2026-11-28T09:00:12+00:00",
 "data": {"sync_id": 17, "address": "https://your.site/api/v1/syncs/17", "problem": "sheet_gone", "held": null}}
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings

from notifications.models import Event


@dataclass(frozen=True, slots=True)
class MessageData:
    """`problem` is a code that stays; `held` how many tracks are missing and held. None where it is not about that."""

    sync_id: int | None = None
    address: str | None = None
    problem: str | None = None
    held: int | None = None


def data_of_sync(run_id: int | None, *, problem: str | None = None, held: int | None = None) -> MessageData:
    """Returns the data of an event in this run, with the run's address in the API."""
    address = f"{settings.SITE_URL}/api/v1/syncs/{run_id}" if run_id is not None else None
    return MessageData(run_id, address, problem, held)


def message_body(event: Event, at: datetime, data: MessageData) -> str:
    """Returns the JSON that is signed and sent."""
    return json.dumps({"type": event.value, "timestamp": at.isoformat(), "data": asdict(data)})
