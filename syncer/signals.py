"""Signals of this package for those above it. The first two are sent inside the transaction of what they tell of."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `user`, `run_id` and `problem` (None where it is done) when a run has ended. `asks_person`: they have to put
# something right before it goes on; not so where they have ended the run themselves.
run_ended = Signal()

# Sent with `user` and `count` when so many saves were found missing at once that the person is asked.
removals_held = Signal()

# Sent by a command that works in the foreground, where no worker may run: what others would have one do is done now.
foreground_work = Signal()

# Sent with `now` once a day: what is kept for a time is deleted after it.
tidying_up = Signal()
