"""Pages of saved tracks."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.spotify.library import EqualTimesOrder


def ids(answer):
    return [item["track"]["id"] for item in answer.json()["items"]]


def test_a_page_states_its_position(url, get):
    page = get("/me/tracks", limit=20, offset=20).json()
    tracks = f"{url}/spotify-api/v1/me/tracks"
    assert set(page) == {"href", "limit", "next", "offset", "previous", "total", "items"}
    assert (page["limit"], page["offset"], page["total"], len(page["items"])) == (20, 20, 60, 20)
    assert page["href"] == f"{tracks}?offset=20&limit=20"
    assert page["next"] == f"{tracks}?offset=40&limit=20"
    assert page["previous"] == f"{tracks}?offset=0&limit=20"


def test_links_have_the_host_that_the_client_used(url, http, sign_in):
    headers = {"Authorization": f"Bearer {sign_in()['access_token']}", "Host": "spotify.test:81"}
    page = http.get(f"{url}/spotify-api/v1/me/tracks", headers=headers).json()
    assert page["next"] == "http://spotify.test:81/spotify-api/v1/me/tracks?offset=20&limit=20"


def test_a_page_has_twenty_items_unless_asked(get):
    page = get("/me/tracks").json()
    assert (page["limit"], page["offset"], len(page["items"])) == (20, 0, 20)
    assert page["previous"] is None


def test_the_last_page_has_no_next_and_behind_the_end_there_is_nothing(get):
    assert get("/me/tracks", limit=50, offset=50).json()["next"] is None
    beyond = get("/me/tracks", limit=50, offset=500).json()
    assert (beyond["items"], beyond["total"], beyond["next"]) == ([], 60, None)


@pytest.mark.parametrize("limit", [0, 51, -1, "many", ""])
def test_a_limit_is_1_to_50(get, limit):
    answer = get("/me/tracks", limit=limit)
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": {"status": 400, "message": "Invalid limit"}},
    )


@pytest.mark.parametrize("offset", [-1, "first"])
def test_an_offset_is_a_number_from_0(get, offset):
    assert get("/me/tracks", offset=offset).json() == {"error": {"status": 400, "message": "Invalid offset"}}


def test_pages_put_together_are_the_library_newest_first(world, get):
    items = [item for offset in range(0, 1400, 50) for item in _items(get, offset)]
    assert items == world.spotify.documents("ben")
    added = [item["added_at"] for item in items]
    assert added == sorted(added, reverse=True)
    assert len(set(added)) < len(added)  # albums are saved in one second


def _items(get, offset):
    return get("/me/tracks", person="ben", limit=50, offset=offset).json()["items"]


def test_a_market_adds_is_playable_and_is_kept_in_the_links(get):
    page = get("/me/tracks", limit=2, market="SE").json()
    assert [item["track"]["is_playable"] for item in page["items"]] == [True, True]
    assert page["next"].endswith("?offset=2&limit=2&market=SE")
    assert "is_playable" not in get("/me/tracks", limit=1).json()["items"][0]["track"]


def test_the_hook_can_edit_the_library_between_any_two_requests(world, get):
    seen = []

    def on_page(person: str, offset: int, n: int) -> None:
        seen.append((person, offset, n))
        if n == 2:
            world.spotify.remove(person, offsets=[0])

    world.spotify.on_page = on_page
    first, second = get("/me/tracks", limit=20), get("/me/tracks", limit=20, offset=20)

    assert seen == [("ada", 0, 1), ("ada", 20, 2)]
    assert (first.json()["total"], second.json()["total"]) == (60, 59)


def test_a_request_hit_by_a_fault_does_not_call_the_hook(world, get):
    get("/me/tracks")
    world.spotify.on_page = lambda *_: pytest.fail("the handler ran")
    world.faults.add("spotify-api", "saved_tracks", {"status": 502})
    assert get("/me/tracks").status_code == 502


def test_a_page_is_the_same_bytes_when_it_is_asked_for_again(get):
    assert get("/me/tracks").content == get("/me/tracks").content


SECOND = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def album(world):
    """The ids of 12 tracks saved in one second, the newest of the library."""
    return world.spotify.save("ada", 12, SECOND)


def listed(get, count=12):
    return ids(get("/me/tracks", limit=count))


def test_tracks_of_one_second_are_listed_in_another_order_by_each_request(world, get, album):
    world.spotify.equal_times = EqualTimesOrder("request", seed=3)
    orders = [listed(get) for _ in range(4)]
    assert len(set(map(tuple, orders))) == 4
    assert all(sorted(order) == sorted(album) for order in orders)


def test_replicas_answer_in_turn_each_with_an_order_of_its_own(world, get, album):
    world.spotify.equal_times = EqualTimesOrder("replica", seed=3)
    first, second, third, fourth = (listed(get) for _ in range(4))
    assert first != second
    assert (third, fourth) == (first, second)


def test_the_order_of_a_second_stays_for_a_day(world, album):
    def keys():
        return [item.key for item in world.spotify.listed(world.spotify.account("ada"))]

    world.set_clock(SECOND)
    world.spotify.equal_times = EqualTimesOrder("day", seed=3)
    today = keys()
    world.advance(20 * 3600)
    assert keys() == today
    world.advance(4 * 3600)
    assert keys() != today
    assert sorted(keys()) == sorted(today)


def test_a_seed_gives_the_same_orders_again(world, get, album):
    orders = []
    for seed in (3, 4, 3):
        world.spotify.equal_times = EqualTimesOrder("replica", seed=seed, replicas=1)
        orders.append(listed(get))
    assert orders[0] == orders[2] != orders[1]


def test_a_track_saved_later_leaves_the_order_of_the_second_below_it(world, get, album):
    world.spotify.equal_times = EqualTimesOrder("replica", seed=3, replicas=1)
    before = listed(get)
    later = world.spotify.save("ada", 1, SECOND + timedelta(seconds=1))
    assert listed(get, 13) == later + before


def test_only_tracks_of_one_second_change_places(world, get):
    world.spotify.equal_times = EqualTimesOrder("request", seed=3)
    found = [item for offset in range(0, 1400, 50) for item in _items(get, offset)]
    added = [item["added_at"] for item in found]
    assert added == [item["added_at"] for item in world.spotify.documents("ben")]
