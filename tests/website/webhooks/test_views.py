"""The pages of webhooks: a secret is shown once, trouble is told, and each belongs to one person."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.sealing import unseal
from notifications.answers import Answer
from notifications.deliveries import queue, switch_off
from notifications.messages import MessageData
from notifications.models import CHOSEN_EVENTS, Delivery, Event, Webhook
from notifications.webhooks import MOST_WEBHOOKS, make_webhook
from tests.support.cast import make_alice, make_bob

pytestmark = pytest.mark.django_db
URL = "https://hooks.example/a"
NEW = {"url": URL, "events": ["sync.done", "needs_you"]}


@pytest.fixture
def alice(client):
    alice = make_alice()
    client.force_login(alice)
    return alice


@pytest.fixture
def webhook(alice) -> Webhook:
    return make_webhook(alice, url=URL, events=CHOSEN_EVENTS)[0]


def page_of(client, webhook: Webhook) -> str:
    return " ".join(client.get(f"/settings/webhooks/{webhook.pk}/").content.decode().split())


def test_the_secret_is_shown_once(client, alice) -> None:
    page = client.post("/settings/webhooks/", NEW).content.decode()
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/]+=*", page)
    webhook = Webhook.objects.get()
    assert unseal(webhook.secret_sealed) == secret
    assert (webhook.url, webhook.events) == (URL, NEW["events"])
    assert "whsec_" not in client.get("/settings/webhooks/").content.decode() + page_of(client, webhook)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": ""}, "This field is required."),
        ({"url": "http://hooks.example/"}, "begins with https://"),
        ({"url": "https://ann:secret@hooks.example/"}, "has no user name"),
        ({"events": []}, "Tick at least one."),
        ({"events": ["test"]}, "not one of the available choices"),
    ],
)
def test_a_form_that_is_not_right_says_why(client, alice, webhook, change, said) -> None:
    for path in ("/settings/webhooks/", f"/settings/webhooks/{webhook.pk}/"):
        page = client.post(path, NEW | change)
        assert page.status_code == 422
        assert said in page.content.decode()
    assert Webhook.objects.get().events == [event.value for event in CHOSEN_EVENTS]


def test_nobody_has_more_than_five(client, alice) -> None:
    for _ in range(MOST_WEBHOOKS):
        make_webhook(alice, url=URL, events=[])
    page = client.post("/settings/webhooks/", NEW)
    assert (page.status_code, Webhook.objects.count()) == (422, MOST_WEBHOOKS)
    assert "You have 5 webhooks" in page.content.decode()


def test_it_is_changed_tested_switched_and_deleted(client, webhook) -> None:
    path = f"/settings/webhooks/{webhook.pk}/"
    assert client.post(path, {"url": f"{URL}/b", "events": ["needs_you"]}).status_code == 302
    webhook.refresh_from_db()
    assert (webhook.url, webhook.events) == (f"{URL}/b", ["needs_you"])
    client.post(f"{path}test/")
    assert "on its way" in page_of(client, webhook)
    client.post(f"{path}switch/", {"state": "off"})
    assert "is not called" in page_of(client, webhook)
    assert Delivery.objects.get().state == "given_up"
    client.post(f"{path}switch/", {"state": "on"})
    assert Webhook.objects.get().switched_off_at is None
    assert client.post(f"{path}delete/", follow=True).status_code == 200
    assert not Webhook.objects.exists()


def test_deleting_asks_first_and_says_what_happens(client, webhook) -> None:
    path = f"/settings/webhooks/{webhook.pk}/"
    assert f'href="{path}delete/"' in page_of(client, webhook)
    page = " ".join(client.get(f"{path}delete/").content.decode().split())
    assert webhook.url in page and "It is not called again." in page
    assert f'<a role="button" class="outline secondary" href="{path}">Keep it</a>' in page
    assert Webhook.objects.exists()


def test_tests_are_limited_and_the_page_says_so(client, webhook, settings) -> None:
    settings.WEBHOOK_TESTS_PER_MINUTE = 1
    for _ in range(2):
        page = client.post(f"/settings/webhooks/{webhook.pk}/test/", follow=True).content.decode()
    assert "as often as one person may in a minute" in page
    assert Delivery.objects.count() == 1


def test_one_that_was_switched_off_after_failing_is_told_on_its_page_and_under_settings(
    client, webhook
) -> None:
    switch_off(webhook, Webhook.OffReason.FAILING)
    assert "because it had taken nothing for three days" in page_of(client, webhook)
    assert "because it had taken nothing" in " ".join(
        client.get("/settings/webhooks/").content.decode().split()
    )
    assert "One of your webhooks is switched off" in client.get("/settings/").content.decode()


@pytest.mark.parametrize(
    ("reason", "said"),
    [(Webhook.OffReason.GONE, "it answered with status 410"), (Webhook.OffReason.PERSON, "is not called")],
)
def test_one_whose_owner_or_receiver_wanted_it_off_is_told_on_its_page_alone(
    client, webhook, reason, said
) -> None:
    switch_off(webhook, reason)
    assert said in page_of(client, webhook)
    assert "One of your webhooks is switched off" not in client.get("/settings/").content.decode()


@pytest.mark.parametrize("reason", Webhook.OffReason)
def test_one_that_is_off_is_switched_on_where_the_page_says_why(client, webhook, reason) -> None:
    assert ">Switch on<" not in page_of(client, webhook)
    switch_off(webhook, reason)
    banner = page_of(client, webhook).split('<section class="banner"')[1].split("</section>")[0]
    assert "It was switched off today at" in banner and ">Switch on<" in banner


def test_the_page_has_the_last_fifty_messages(client, webhook) -> None:
    for _ in range(51):
        queue([webhook], Event.SYNC_DONE, MessageData())
    assert page_of(client, webhook).count("on its way") == 50


def test_the_answers_to_each_try_are_folded_under_the_message(
    client, webhook, django_assert_num_queries
) -> None:
    def send(statuses: list[int]) -> None:
        (delivery,) = queue([webhook], Event.SYNC_DONE, MessageData())
        answers = [Answer(timezone.now(), status, "", 3).to_json() for status in statuses]
        Delivery.objects.filter(pk=delivery.pk).update(answers=answers, attempts=len(statuses))

    send([503, 502, 500])
    with CaptureQueriesContext(connection) as one:
        page = page_of(client, webhook)
    folded = page.split('<details class="answers">')[1].split("</details>")[0]
    assert "<summary> 3 tries<" in folded
    assert re.findall(r"status (\d+), in 3 ms", folded) == ["500", "502", "503"]
    send([500])
    send([500, 200])
    with django_assert_num_queries(len(one)):
        assert page_of(client, webhook).count('<details class="answers">') == 2


@pytest.mark.parametrize("part", ["", "test/", "switch/", "delete/"])
def test_the_webhook_of_somebody_else_does_not_exist(client, alice, part) -> None:
    bobs, _ = make_webhook(make_bob(), url="https://bob.example/", events=CHOSEN_EVENTS)
    assert client.post(f"/settings/webhooks/{bobs.pk}/{part}", NEW).status_code == 404
    assert "bob.example" not in client.get("/settings/webhooks/").content.decode()
    assert Webhook.objects.get().url == "https://bob.example/"
