from providers.reccobeats.records import parse_feature_records
from tests.providers.json_values import TRACKS


def test_features_are_matched_by_the_end_of_their_address_in_any_order() -> None:
    def record(track: str, energy: float) -> dict:
        return {"id": "own id", "href": f"https://open.spotify.com/track/{track}?si=x", "energy": energy}

    raw = {"content": [record("t2", 0.2), record("t1", 0.1), record("t9", 0.9)]}
    answer = parse_feature_records(raw, TRACKS)
    assert {pk: values.energy for pk, values in answer.values.items()} == {1: 0.1, 2: 0.2}
    assert answer.rejected == 1
