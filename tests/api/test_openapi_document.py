"""The document says what no view says of itself: refusals, headers, examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import pytest

from api.openapi_document import EXAMPLES, ApiDocument
from api.urls import api

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}


def responses_of(method: str, path: str) -> dict:
    return api.get_openapi_schema()["paths"][f"/api/v1{path}"][method]["responses"]


def test_every_refusal_is_a_problem_document() -> None:
    document = api.get_openapi_schema()
    for methods in document["paths"].values():
        for operation in methods.values():
            refusals = {status: one for status, one in operation["responses"].items() if status >= 400}
            assert {400, 500, 503} <= refusals.keys()
            assert all(one["content"] == PROBLEM for one in refusals.values())
    assert set(document["components"]["schemas"]["ProblemDocument"]["required"]) == {
        "type",
        "title",
        "status",
        "detail",
        "code",
        "values",
    }


def test_the_refusals_of_an_operation_follow_from_its_form() -> None:
    assert responses_of("post", "/syncs").keys() == {200, 202, 400, 401, 403, 409, 422, 429, 500, 503}
    assert responses_of("get", "/syncs/{sync_id}").keys() == {200, 400, 401, 403, 404, 422, 429, 500, 503}
    assert responses_of("get", "/problems").keys() == {200, 400, 422, 500, 503}
    assert responses_of("get", "/problems/{code}").keys() == {200, 400, 404, 422, 500, 503}


def test_headers_are_told() -> None:
    responses = responses_of("post", "/syncs")
    assert responses[202]["headers"].keys() == {"Location", "RateLimit", "RateLimit-Policy"}
    assert "Location" in responses_of("post", "/smart-sheets")[201]["headers"]
    assert responses[429]["headers"].keys() == {"Retry-After", "RateLimit", "RateLimit-Policy"}
    assert responses[429]["headers"]["Retry-After"]["required"]
    assert responses[401]["headers"]["WWW-Authenticate"]["required"]
    assert "headers" not in responses_of("get", "/problems")[200]


def test_a_link_names_an_operation_and_its_parameters_and_leads_to_a_value() -> None:
    """Played against the example of the answer that the link belongs to."""
    operations = {
        one["operationId"]: one
        for methods in api.get_openapi_schema()["paths"].values()
        for one in methods.values()
    }
    seen = set()
    for name, operation in operations.items():
        for status, response in operation["responses"].items():
            for link in response.get("links", {}).values():
                linked = operations[link["operationId"]]
                assert link["parameters"].keys() <= {one["name"] for one in linked["parameters"]}
                for expression in link["parameters"].values():
                    seen.add((name, link["operationId"]))
                    if expression.startswith("$request.path."):
                        assert expression.removeprefix("$request.path.") in EXAMPLES[name].parameters
                    elif status == EXAMPLES[name].status:
                        place = expression.removeprefix("$response.body#/").split("/")
                        found = reduce(
                            lambda at, key: at[int(key) if key.isdigit() else key],
                            place,
                            EXAMPLES[name].answer,
                        )
                        assert isinstance(found, int)
    of_one_webhook = ("get_webhook", "update_webhook", "delete_webhook", "test_webhook", "list_deliveries")
    assert {("create_webhook", one) for one in of_one_webhook} <= seen
    assert {
        ("list_syncs", "get_sync"),
        ("list_saved_tracks", "get_track"),
        ("make_smart_sheet", "explain_track"),
        ("test_webhook", "list_deliveries"),
    } <= seen


def test_operations_have_the_names_of_their_views() -> None:
    paths = api.get_openapi_schema()["paths"]
    assert paths["/api/v1/syncs"]["post"]["operationId"] == "start_sync"


def test_two_schemas_of_one_name_are_refused() -> None:
    document = ApiDocument(api, "api/v1/")
    document.add_schema_definitions({"State": {"enum": ["a"]}})
    document.add_schema_definitions({"State": {"enum": ["a"]}})
    with pytest.raises(ValueError, match="State"):
        document.add_schema_definitions({"State": {"enum": ["b"]}})


def properties_of(schema: dict, schemas: dict) -> Iterator[tuple[str, dict]]:
    """Each property of a schema and of those that it consists of, with where it stands."""
    if reference := schema.get("$ref"):
        name = reference.rsplit("/", 1)[-1]
        for property_name, one in schemas[name].get("properties", {}).items():
            yield f"{name}.{property_name}", one
            yield from properties_of(one, schemas)
    for part in (
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
        *schema.get("allOf", ()),
        schema.get("items"),
    ):
        if part:
            yield from properties_of(part, schemas)


def test_every_parameter_and_every_property_of_a_body_is_described() -> None:
    document = api.get_openapi_schema()
    seen, bare = set(), []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            described = [(f"{method} {path} {one['name']}", one) for one in operation["parameters"]]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                described += properties_of(content["schema"], document["components"]["schemas"])
            seen |= {name for name, _ in described}
            bare += [name for name, one in described if not one.get("description")]
    assert bare == []
    assert {"GenreDocument.negated", "OrderDocument.by", "SheetPatch.mode", "NewWebhook.url"} <= seen
    assert {"get /api/v1/tracks tempo_min", "post /api/v1/syncs Idempotency-Key"} <= seen
