import pytest

from providers.lastfm.records import parse_top_tags
from providers.source import ArtistTag, SourceError


@pytest.mark.parametrize(
    ("code", "failure"),
    [(10, "forbidden"), (26, "forbidden"), (29, "limited"), (11, "down"), ("6", "down")],
)
def test_error_numbers_become_failures(code, failure) -> None:
    with pytest.raises(SourceError) as caught:
        parse_top_tags({"error": code, "message": "no"}, "One")
    assert caught.value.failure == failure


def test_a_corrected_name_is_accepted_and_another_artists_is_not() -> None:
    def tags(artist: str) -> dict:
        return {"toptags": {"tag": {"name": "rock", "count": "100"}, "@attr": {"artist": artist}}}

    assert parse_top_tags(tags("The Beyoncé"), "Beyonce") == ([ArtistTag("rock", 100.0, False)], 0)
    assert parse_top_tags(tags("Somebody Else"), "Beyonce") == ([], 1)
    assert parse_top_tags({"error": 6}, "Beyonce") == ([], 0)
