"""Requests as handlers receive them."""

from sandbox.messages import Headers


def test_header_names_are_case_insensitive():
    assert Headers({"X-Some-Thing": "1"})["x-some-thing"] == "1"
