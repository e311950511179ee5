"""Signals of this package for those above it."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `user` and `provider` ("spotify" or "google") each time a consent was given and its tokens are
# stored: what was paused for it can continue. A signal, because this package does not know schedules.
reconnected = Signal()

# Sent with `user` right before all that is stored of them is deleted: what works for them ends.
account_closing = Signal()

# Sent with `user_pk` inside the transaction in which a person was deleted: what is theirs by number alone goes too.
account_deleted = Signal()
