"""Every operation has an example, and the app answers each as it says. Played from the document, which clients read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs
import pytest
from django.utils import timezone

from accounts.models import User
from api.openapi_document import EXAMPLES
from api.smart_sheets.examples import RULES
from api.urls import api
from library.models import Album, Artist, SavedTrack, Track
from notifications.models import Delivery, Event, Webhook
from sheets.models import SmartTab
from syncer.models import SyncRun
from syncer.receipt import Receipt, Requests
from tests.api.conftest import Scope, caller
from tests.support.songs import Song, save

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema()))
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def seed(alice: User) -> None:
    """What the examples name by its number, and what their answers show."""
    ended = {"user": alice, "trigger": "api", "state": "done", "finished_at": timezone.now()}
    receipt = Receipt(
        spotify_total=1203,
        database=1203,
        added=1,
        removed=0,
        changed=0,
        saved_again=0,
        came=["Nils Frahm – Says"],
        seconds={"read": 0.8, "write": 1.4},
        requests=Requests(1, 1, 1),
    )
    for month in (10, 11):
        save(alice, Song(datetime(2026, month, 5, 12, tzinfo=UTC), tempo=100.0, genres=(("jazz",),)))
    album = Album.objects.create(key="spaces", name="Spaces")
    says = Track.objects.create(pk=4711, key="says", spotify_id="says", name="Says", album=album)
    says.artists.add(Artist.objects.create(key="nils", name="Nils Frahm"), through_defaults={"place": 0})
    SavedTrack.objects.create(user=alice, track=says, added_at=timezone.now(), position=1)
    SmartTab.objects.create(pk=3, user=alice, name="Running", rules=RULES)
    webhook = Webhook.objects.create(pk=3, user=alice, url="https://hooks.example/", events=["sync.done"])
    for message_id in ("msg_1", "msg_2"):
        Delivery.objects.create(webhook=webhook, message_id=message_id, event=Event.SYNC_DONE)
    for state in ("held", "kept"):
        missing = save(alice, Song(timezone.now()))
        SavedTrack.objects.filter(pk=missing.pk).update(missing=state, missing_since=timezone.now())
    for pk in (16, 17):
        SyncRun.objects.create(pk=pk, started_at=timezone.now(), receipt=receipt.to_json(), **ended)


def success_of(name: str) -> tuple[int, dict[str, Any]]:
    """The status of an operation's example, and what the document says of that answer."""
    status = EXAMPLES[name].status
    return status, OPERATIONS[name][2]["responses"][str(status)]


def request_of(path: str, operation: dict[str, Any]) -> tuple[str, Any, dict[str, str]]:
    """The address behind /api/v1, the body, and the headers."""
    places: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation["parameters"]:
        if "example" in parameter:
            places[parameter["in"]][parameter["name"]] = parameter["example"]
    filled = path.removeprefix("/api/v1").format(
        **{name: quote(str(v)) for name, v in places["path"].items()}
    )
    query = urlencode(places["query"], doseq=True)
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    return f"{filled}?{query}" if query else filled, body, places["header"]


def has_shape_of(answer: Any, example: Any) -> bool:
    """Whether an answer has the members of an example, as deep as both go; None stands for anything."""
    if answer is None or example is None:
        return True
    if isinstance(example, dict) and isinstance(answer, dict):
        return answer.keys() == example.keys() and all(
            has_shape_of(value, example[key]) for key, value in answer.items()
        )
    if isinstance(example, list) and isinstance(answer, list):
        return not example or all(has_shape_of(one, example[0]) for one in answer)
    number = (int, float)
    return type(answer) is type(example) or (isinstance(answer, number) and isinstance(example, number))


def test_no_example_is_of_an_operation_that_is_none() -> None:
    assert EXAMPLES.keys() <= OPERATIONS.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_an_example(name) -> None:
    assert name in EXAMPLES
    _, _, operation = OPERATIONS[name]
    assert all("example" in one for one in operation["parameters"] if one["required"])
    assert all("example" in one for one in operation.get("requestBody", {}).get("content", {}).values())
    _, response = success_of(name)
    assert all("example" in one for one in response.get("content", {}).values())


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_example_is_as_its_schema_says(name) -> None:
    _, _, operation = OPERATIONS[name]
    answers = success_of(name)[1].get("content", {}).values()
    bodies = operation.get("requestBody", {}).get("content", {}).values()
    values = [
        (one["schema"], one["example"])
        for one in (*operation["parameters"], *answers, *bodies)
        if "example" in one
    ]
    for schema, example in values:
        jsonschema_rs.validate(
            {**schema, "components": DOCUMENT["components"]}, example, validate_formats=True
        )


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_app_answers_as_the_example_says(name, alice) -> None:
    seed(alice)
    method, path, operation = OPERATIONS[name]
    address, body, headers = request_of(path, operation)
    response = caller(alice, *Scope)(method, address, body, **headers)
    status, documented = success_of(name)
    assert response.status_code == status, response.content
    assert documented.get("headers", {}).keys() <= response.headers.keys() | {"RateLimit", "RateLimit-Policy"}
    for media_type, content in documented.get("content", {}).items():
        assert response["Content-Type"].split(";")[0] == media_type
        if media_type == "text/csv":
            assert response.getvalue().split(b"\r\n")[0] == content["example"].encode().split(b"\r\n")[0]
            continue
        for line in response.getvalue().splitlines() if "json" in media_type else ():
            assert has_shape_of(json.loads(line), content["example"]), line
            jsonschema_rs.validate(
                {**content["schema"], "components": DOCUMENT["components"]}, json.loads(line)
            )


def test_an_answer_of_another_shape_is_detected() -> None:
    assert has_shape_of({"a": [{"b": 1}], "c": None}, {"a": [{"b": 2.5}], "c": "x"})
    assert not has_shape_of({"a": 1}, {"a": 1, "b": 2})
    assert not has_shape_of([{"a": 1}, {"b": 1}], [{"a": 1}])
    assert not has_shape_of("1", 1)
