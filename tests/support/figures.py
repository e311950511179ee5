"""Metrics as a test compares them."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.core import Metric


def figures_in(families: Iterable[Metric]) -> dict[tuple[str, ...], float]:
    """Returns the values by name, without its prefix, and labels."""
    return {
        (sample.name.removeprefix("spotistats_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }
