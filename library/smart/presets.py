"""Smart sheets to begin with; each is edited like one's own."""

from __future__ import annotations

from library.smart.rules import Order, Range, Rules

PRESETS: dict[str, Rules] = {
    "Workout": Rules(
        (Range("tempo", low=120), Range("energy", low=0.7), Range("danceability", low=0.5)),
        order=Order("tempo", descending=True),
        limit=100,
    ),
    "Chill": Rules(
        (Range("energy", high=0.45), Range("tempo", high=115), Range("acousticness", low=0.3)),
        order=Order("energy", descending=False),
        limit=100,
    ),
}
