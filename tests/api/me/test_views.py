"""Whose token it is."""

from __future__ import annotations

from notifications.deliveries import switch_off
from notifications.models import Webhook
from notifications.webhooks import change_webhook, make_webhook
from tests.support.cast import make_bob


def test_me_names_the_connections_and_no_token(call, alice) -> None:
    me = call("GET", "/me").json()
    assert (me["name"], me["time_zone"]) == (str(alice), alice.time_zone)
    assert {one["vendor"]: one["state"] for one in me["connections"]} == dict(
        alice.credentials.values_list("provider", "state")
    )
    spotify = next(one for one in me["connections"] if one["vendor"] == "spotify")
    assert 150 <= spotify["days_left"] <= 184
    assert "sealed" not in str(me)


def test_me_names_the_webhooks_that_the_site_has_switched_off(call, alice) -> None:
    dead, _ = make_webhook(alice, url="https://hooks.example/", events=[])
    for user, reason in ((alice, Webhook.OffReason.GONE), (make_bob(), Webhook.OffReason.FAILING)):
        switch_off(make_webhook(user, url="https://other.example/", events=[])[0], reason)
    assert call("GET", "/me").json()["switched_off_webhooks"] == []
    switch_off(dead, Webhook.OffReason.FAILING)
    (shown,) = call("GET", "/me").json()["switched_off_webhooks"]
    assert (shown["id"], shown["problem_code"]) == (dead.pk, "webhook_switched_off")
    assert call("GET", f"/problems/{shown['problem_code']}").status_code == 200
    dead.refresh_from_db()
    change_webhook(dead, is_on=True)
    assert call("GET", "/me").json()["switched_off_webhooks"] == []
