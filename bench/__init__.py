"""What a sync costs, measured: `make bench`. Never part of the tests."""

SIZE = 10_000
"""Saved tracks in the library of most measurements."""
