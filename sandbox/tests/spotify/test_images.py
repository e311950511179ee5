"""The covers of albums."""

from xml.etree import ElementTree

import pytest


@pytest.fixture
def covers(world):
    """The addresses of two albums' covers, widest first, below the sandbox."""
    albums = {
        item["track"]["album"]["id"]: item["track"]["album"]["images"]
        for item in world.spotify.documents("ben")
    }
    found = [images for images in albums.values() if images][:2]
    return [[one["url"].removeprefix("https://i.scdn.co/") for one in images] for images in found]


def test_a_cover_is_a_square_of_each_width_that_may_be_kept(http, url, covers):
    widths = []
    for path in covers[0]:
        answer = http.get(f"{url}/spotify-images/{path}")
        drawing = ElementTree.fromstring(answer.content)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000"
        assert drawing.get("width") == drawing.get("height")
        widths.append(int(drawing.get("width")))
    assert widths == [640, 300, 64]


def test_a_cover_is_always_the_same_and_another_albums_is_another(http, url, covers):
    one, again, other = (
        http.get(f"{url}/spotify-images/{album[0]}").text for album in (*covers[:1], *covers)
    )
    assert one == again != other


@pytest.mark.parametrize("id", ["ab67616d0000b273" + "0" * 24, "ab67616d0000b273", "nothing", "%3Cscript%3E"])
def test_an_id_that_no_album_has_is_not_found(http, url, id):
    answer = http.get(f"{url}/spotify-images/image/{id}")
    assert (answer.status_code, answer.text) == (404, "Not found")
