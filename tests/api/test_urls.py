"""The API's document: complete, of version 3.1, and with a reference page from this site alone."""

from __future__ import annotations

import re

import pytest

from api.urls import api


def test_the_document_is_served_without_a_token(client, db) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_every_operation_says_what_it_does() -> None:
    operations = [
        operation for methods in api.get_openapi_schema()["paths"].values() for operation in methods.values()
    ]
    assert len(operations) >= 6
    for operation in operations:
        assert operation["summary"] and operation["description"] and operation["tags"], operation
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


@pytest.mark.django_db
def test_the_reference_page_takes_nothing_from_elsewhere(client, settings) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?!/static/)[^"]*"', text) == []
    assert '<meta name="viewport"' in text and "style=" not in text
    assert f'<a href="/settings/api/">Back to {settings.SITE_NAME}</a>' in text
    assert "default-src 'self'" in page["Content-Security-Policy"]
