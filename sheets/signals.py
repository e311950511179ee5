"""Signals of this package for those above it. Both are sent inside the transaction that changed the link."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `user` when a sheet was linked: the daily sync begins.
sheet_linked = Signal()

# Sent with `user` and `sheet` (None without a link) when their sheet was unlinked: the active run and the daily sync end.
sheet_unlinked = Signal()
