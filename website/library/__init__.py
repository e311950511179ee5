"""The library: all saves, one track with its history, and what came and went by day."""
