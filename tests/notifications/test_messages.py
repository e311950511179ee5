"""What a message says, and what it does not say."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.urls import reverse

from notifications.messages import data_of_sync, message_body
from notifications.models import Event


def test_a_message_has_numbers_and_codes_alone(settings) -> None:
    settings.SITE_URL = "https://tracks.example"
    at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    body = message_body(Event.SYNC_STOPPED, at, data_of_sync(17, problem="no_sheet"))
    assert json.loads(body) == {
        "type": "sync.stopped",
        "timestamp": "2026-11-28T09:00:00+00:00",
        "data": {
            "sync_id": 17,
            "address": f"https://tracks.example{reverse('api:get_sync', args=[17])}",
            "problem": "no_sheet",
            "held": None,
        },
    }
