"""When it is worth asking Google again. Spread, so that everybody does not come back in one second."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.utils import timezone


def soon() -> datetime:
    """After a hiccup: in half a minute to a minute and a half."""
    return timezone.now() + timedelta(seconds=random.uniform(30, 90))  # noqa: S311 - spread, not secrecy


def next_minute() -> datetime:
    """After a quota, which Google refills every minute: shortly after the next full one."""
    now = timezone.now()
    full = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return full + timedelta(seconds=random.uniform(1, 30))  # noqa: S311 - spread, not secrecy
