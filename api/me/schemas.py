"""Whose token it is, and how their connections are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from ninja import Schema
from pydantic import WithJsonSchema

from accounts.credentials import expires_with_consent
from accounts.models import Credential
from syncer.models import Schedule


class Connection(Schema):
    """A permission at a vendor. `ends_at` is when it ends by itself, null where it does not."""

    vendor: Credential.Provider
    # Not by its name: a sync has a `State` as well.
    state: Annotated[Credential.State, WithJsonSchema({"type": "string", "enum": Credential.State.values})]
    authorized_at: datetime
    ends_at: datetime | None
    days_left: int | None

    @classmethod
    def of(cls, credential: Credential) -> Connection:
        """Returns what the API shows of a credential: no token, and nothing of the account."""
        ends_at = expires_with_consent(credential)
        return cls(
            vendor=Credential.Provider(credential.provider),
            state=Credential.State(credential.state),
            authorized_at=credential.authorized_at,
            ends_at=ends_at,
            days_left=max(0, (ends_at - timezone.now()).days) if ends_at else None,
        )


class Library(Schema):
    """How many tracks Spotify lists, and whether the first import is complete. `read_at`: when all pages were read last."""

    saved: int
    is_complete: bool
    read_at: datetime | None


class DailySync(Schema):
    """When the next sync is due. `pause` is empty while the schedule runs."""

    hour: int
    next_sync_at: datetime | None
    pause: Schedule.Pause
    problem_code: str


class SwitchedOffWebhook(Schema):
    """A webhook that the site has switched off, until it is switched on, changed or deleted. `problem_code` says why."""

    id: int
    switched_off_at: datetime
    problem_code: str


class Me(Schema):
    """The person whose token was sent, as far as the site knows them."""

    name: str
    time_zone: str
    scopes: list[str]
    connections: list[Connection]
    switched_off_webhooks: list[SwitchedOffWebhook]
    library: Library
    daily_sync: DailySync | None
