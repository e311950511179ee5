"""The document says what no view says of itself: refusals, headers, examples."""

from __future__ import annotations

import pytest

from api.openapi_document import ApiDocument
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
    assert responses[429]["headers"]["Retry-After"]["required"]
    assert responses[401]["headers"]["WWW-Authenticate"]["required"]
    assert "headers" not in responses_of("get", "/problems")[200]


def test_operations_have_the_names_of_their_views() -> None:
    paths = api.get_openapi_schema()["paths"]
    assert paths["/api/v1/syncs"]["post"]["operationId"] == "start_sync"


def test_two_schemas_of_one_name_are_refused() -> None:
    document = ApiDocument(api, "api/v1/")
    document.add_schema_definitions({"State": {"enum": ["a"]}})
    document.add_schema_definitions({"State": {"enum": ["a"]}})
    with pytest.raises(ValueError, match="State"):
        document.add_schema_definitions({"State": {"enum": ["b"]}})
