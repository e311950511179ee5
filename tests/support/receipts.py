"""A stored receipt as the pages present it, in tests."""

from __future__ import annotations

from typing import Any

from syncer.receipt import Receipt
from website.runs.presenters import ReceiptPresenter


def present_receipt(stored: Any) -> ReceiptPresenter:
    """Returns the words of a run's JSON."""
    return ReceiptPresenter(Receipt.from_json(stored))
