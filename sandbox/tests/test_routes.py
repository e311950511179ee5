"""Matching of paths to handlers."""

from sandbox import World
from sandbox.messages import Request, Response, text_response
from sandbox.routes import Routes


def answer(world: World, request: Request) -> Response:
    return text_response(request.path)


def test_the_pattern_with_more_literal_characters_wins_whatever_the_order():
    routes = Routes()
    routes.add("GET", "/books/{id}", answer, service="s", kind="get")
    routes.add("GET", "/books/{id}:copy", answer, service="s", kind="copy")
    routes.add("GET", "/{rest*}", answer, service="s", kind="other")

    assert routes.match("GET", "/books/a:copy").route.kind == "copy"
    assert routes.match("GET", "/books/a").route.kind == "get"
    assert routes.match("GET", "/books/a/b").route.kind == "other"
    assert routes.match("POST", "/books/a") is None


def test_parameters_are_unquoted_after_matching():
    routes = Routes()
    routes.add("GET", "/values/{range}", answer, service="s", kind="get")

    assert routes.match("GET", "/values/A%2FB%21A1").params == {"range": "A/B!A1"}
