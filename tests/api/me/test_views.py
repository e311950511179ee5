"""Whose token it is."""

from __future__ import annotations


def test_me_names_the_connections_and_no_token(call, alice) -> None:
    me = call("GET", "/me").json()
    assert (me["name"], me["time_zone"]) == (str(alice), alice.time_zone)
    assert {one["vendor"]: one["state"] for one in me["connections"]} == dict(
        alice.credentials.values_list("provider", "state")
    )
    spotify = next(one for one in me["connections"] if one["vendor"] == "spotify")
    assert 150 <= spotify["days_left"] <= 184
    assert "sealed" not in str(me)
