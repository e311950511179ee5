import math

from providers.source import FeatureValues, parse_features


def test_values_out_of_range_are_rejected_and_counted() -> None:
    raw = {"energy": 7.0, "tempo": -1.0, "valence": "high", "acousticness": math.nan, "danceability": True}
    assert parse_features(raw) == (None, 5)
    assert parse_features({"energy": 1, "tempo": 10**400}) == (FeatureValues(energy=1.0), 1)


def test_missing_and_null_values_are_unknown_and_not_rejected() -> None:
    assert parse_features({"energy": None, "tempo": 120}) == (FeatureValues(tempo=120.0), 0)
