"""Where the type of a problem document points to."""

from __future__ import annotations

from problems.kinds import REGISTRY


def test_every_code_is_listed_and_explained_without_a_token(client, db) -> None:
    listed = client.get("/api/v1/problems").json()
    assert [one["code"] for one in listed] == sorted(REGISTRY)
    one = client.get("/api/v1/problems/sheet_gone").json()
    assert one in listed
    assert (one["kind"], one["title"]) == ("ask user", "Something only you can put right")


def test_a_code_that_is_none_is_not_found(client, db) -> None:
    assert client.get("/api/v1/problems/none").json()["code"] == "api_not_found"
