"""The control API of the sandbox and of Spotify's stand-in."""

from datetime import UTC, datetime

import pytest
import requests

from sandbox.spotify.library import EqualTimesOrder


@pytest.fixture
def control(url, http):
    """Calls the control API, checks the status and returns the JSON."""

    def control(method: str, path: str, body: object = None, status: int = 200, **params: str):
        answer = http.request(method, f"{url}/control{path}", json=body, params=params)
        assert (answer.status_code, answer.text and True) == (status, True), answer.text
        return answer.json()

    return control


def test_the_clock_can_be_moved_and_set(world, control):
    control("POST", "/clock", {"advance": 3600})
    assert world.offset.total_seconds() == 3600
    control("POST", "/clock", {"set": "2027-01-02T03:04:05Z"})
    assert (
        datetime.fromisoformat(control("GET", "/clock")["now"]).date()
        == datetime(2027, 1, 2, tzinfo=UTC).date()
    )


def test_a_clock_without_an_offset_is_utc(world, control):
    now = control("POST", "/clock", {"set": "2027-01-02T03:04:05"})["now"]
    assert now.startswith("2027-01-02T03:04:") and now.endswith("+00:00")


def test_a_fault_can_be_added_and_cleared(url, http, control):
    fault = {"service": "spotify-api", "kind": "me", "nth": 2, "times": 0, "effect": {"status": 503}}
    control("POST", "/faults", fault)
    ask = [http.get(f"{url}/spotify-api/v1/me").status_code for _ in range(3)]
    assert ask == [401, 503, 503]
    control("DELETE", "/faults")
    assert http.get(f"{url}/spotify-api/v1/me").status_code == 401


def test_latency_can_be_set_for_a_service_or_all(world, control):
    control("POST", "/latency", {"service": "spotify-api", "seconds": 0.08})
    assert control("POST", "/latency", {"service": None, "seconds": 0.01}) == {"spotify-api": 0.08, "*": 0.01}
    assert world.latency == {"spotify-api": 0.08, "*": 0.01}


def test_the_log_can_be_read_in_part_and_emptied(control, get):
    get("/me")
    entries = control("GET", "/log", service="spotify-accounts")
    assert [entry["kind"] for entry in entries] == ["consent", "token"]
    (entry,) = control("GET", "/log", service="spotify-api", kind="me")
    assert (entry["path"], entry["status"], entry["principal"]) == ("/spotify-api/v1/me", 200, "ada")
    control("DELETE", "/log")
    assert control("GET", "/log") == []


def test_reset_undoes_changes(world, control):
    control("POST", "/spotify/people/ada/save", {"count": 3})
    control("POST", "/reset")
    assert len(world.spotify.library("ada")) == 60


def test_the_people_are_listed(control):
    assert [(p["person"], p["email"], p["saved"]) for p in control("GET", "/people")] == [
        ("ada", "ada@example.com", 60),
        ("ben", "ben@example.com", 1400),
        ("cleo", "cleo@example.com", 58),
    ]


def test_tracks_are_saved_by_number_by_id_and_at_a_time(world, control):
    new = control("POST", "/spotify/people/ada/save", {"count": 2})["ids"]
    assert [item.key for item in world.spotify.library("ada")[:2]] == new
    old = {"ids": new, "at": "2020-01-01T00:00:00Z"}
    assert control("POST", "/spotify/people/ada/save", old)["ids"] == new
    assert [item.key for item in world.spotify.library("ada")[-2:]] == new
    shown = control("GET", "/spotify/people/ada")
    assert (shown["total"], shown["items"][-1]["added_at"]) == (62, "2020-01-01T00:00:00+00:00")


def test_tracks_are_removed_by_id_and_by_place(world, control):
    first, second = (item.key for item in world.spotify.library("ada")[:2])
    assert control("POST", "/spotify/people/ada/remove", {"ids": [second]}) == {"total": 59}
    assert control("POST", "/spotify/people/ada/remove", {"offsets": [0]}) == {"total": 58}
    assert not {first, second} & {item.key for item in world.spotify.library("ada")}


def test_a_track_can_be_relinked_and_a_library_grown(world, control):
    id, new_id = world.spotify.library("ada")[3].key, "A" * 22
    control("POST", "/spotify/people/ada/relink", {"id": id, "new_id": new_id})
    control("POST", "/spotify/people/ada/grow", {"size": 100})
    keys = [item.key for item in world.spotify.library("ada")]
    assert (keys[3], len(keys)) == (new_id, 100)


def test_grants_can_expire_end_and_age(world, control, sign_in, refresh):
    token = sign_in()["refresh_token"]
    control("POST", "/spotify/grants/ada", {"do": "expire_access"})
    assert all(found.expires_at <= world.now() for found in world.spotify.grants.access.values())
    control("POST", "/spotify/grants/ada", {"do": "age", "days": 190})
    assert refresh(token).json()["error_description"] == "Refresh token expired"
    control("POST", "/spotify/grants/ada", {"do": "revoke"})
    assert refresh(token).json()["error_description"] == "Refresh token revoked"


def test_the_apps_switches(world, control):
    switches = {
        "rotate": "always",
        "allow_list": ["ben"],
        "premium": False,
        "redirect_uris": ["https://ours.example/done/"],
        "per_30_seconds": 5,
        "per_day": 50,
    }
    assert control("POST", "/spotify/app", switches) == switches
    app, limits = world.spotify.app, world.spotify.limits
    assert (app.allow_list, app.premium, app.redirect_uris) == (
        {"ben"},
        False,
        ["https://ours.example/done/"],
    )
    assert (world.spotify.rotate, limits.per_30_seconds, limits.per_day) == ("always", 5, 50)
    control("POST", "/spotify/app", {"allow_list": None, "per_30_seconds": None, "per_day": None})
    assert (app.allow_list, limits.per_30_seconds, limits.per_day) == (None, None, None)


def test_the_order_of_tracks_of_one_second_can_be_set_and_taken_back(world, control):
    control("POST", "/spotify/app", {"equal_times": {"each": "replica", "seed": 3}})
    assert world.spotify.equal_times == EqualTimesOrder("replica", seed=3, replicas=2)
    control("POST", "/spotify/app", {"equal_times": None})
    assert world.spotify.equal_times is None


@pytest.mark.parametrize(
    ("switch", "reason"), [("quota_seconds", "quota"), ("rate_limit_seconds", "rate_limit")]
)
def test_the_app_can_be_blocked_for_a_time(world, control, switch, reason):
    control("POST", "/spotify/app", {switch: 60})
    assert world.spotify.limits.refuses(world.now()).reason == reason


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/clock", {}, 400),
        ("/clock", {"set": "soon"}, 400),
        ("/clock", [1], 400),
        ("/faults", {"service": "spotify-api"}, 400),
        ("/faults", {"service": "spotify-api", "effect": {"colour": "red"}}, 400),
        ("/faults", {"service": "spotify-api", "effect": {"status": 500}, "after": 1}, 400),
        ("/latency", {"seconds": "long"}, 400),
        ("/spotify/people/zoe/save", {"count": 1}, 404),
        ("/spotify/people/ada/save", {"ids": ["nothing"]}, 404),
        ("/spotify/people/ada/relink", {"id": "x"}, 400),
        ("/spotify/people/ada/relink", {"id": "x", "new_id": "y"}, 404),
        ("/spotify/people/ada/grow", {}, 400),
        ("/spotify/grants/ada", {"do": "nothing"}, 400),
        ("/spotify/grants/zoe", {"do": "revoke"}, 404),
        ("/spotify/app", {"rotate": "sometimes"}, 400),
        ("/spotify/app", {"colour": "red"}, 400),
        ("/spotify/app", {"equal_times": {"each": "week"}}, 400),
        ("/spotify/app", {"equal_times": {"each": "replica", "replicas": 0}}, 400),
        ("/spotify/app", {"equal_times": {"seed": 3}}, 400),
    ],
)
def test_invalid_requests_are_answered_with_a_reason(control, path, body, status):
    assert control("POST", path, body, status)["error"]


def test_a_body_that_is_not_json_is_refused(url):
    answer = requests.post(f"{url}/control/clock", data=b"{")
    assert (answer.status_code, "error" in answer.json()) == (400, True)
