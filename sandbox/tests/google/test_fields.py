"""Field masks."""

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.fields import check_mask, parse, select


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", {"a": {}}),
        ("a,b", {"a": {}, "b": {}}),
        ("a.b.c", {"a": {"b": {"c": {}}}}),
        ("a/b", {"a": {"b": {}}}),
        ("a(b,c.d)", {"a": {"b": {}, "c": {"d": {}}}}),
        ("a.b(c(d),e)", {"a": {"b": {"c": {"d": {}}, "e": {}}}}),
        ("a(b),a(c)", {"a": {"b": {}, "c": {}}}),
        ("a,a.b", {"a": {}}),
        ("*", {"*": {}}),
        (" a , b ", {"a": {}, "b": {}}),
    ],
)
def test_masks_are_read(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize("text", ["a(", "a)", "a(b", "a..b", ",a", "a,", "a b", "a(b))", "ä", "a[0]"])
def test_an_invalid_mask_is_refused(text):
    with pytest.raises(GoogleError) as caught:
        parse(text)
    assert caught.value.code == 400


@pytest.mark.parametrize(
    ("text", "path"),
    [("foo", "foo"), ("sheets.foo", "sheets.foo"), ("sheets(properties(title,foo))", "sheets.properties.foo"),
     ("spreadsheetId.x", "spreadsheetId.x")],
)  # fmt: skip
def test_unknown_fields_are_refused(text, path):
    with pytest.raises(GoogleError) as caught:
        check_mask("Spreadsheet", parse(text))
    assert caught.value.details[0]["fieldViolations"] == [
        {
            "field": path,
            "description": f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'.",
        }
    ]


def test_selection_goes_into_lists_and_stars():
    answer = {"sheets": [{"a": {"x": 1, "y": 2}, "b": {"x": 3}}, {}], "id": "1"}
    assert select(answer, "sheets.*.x") == {"sheets": [{"a": {"x": 1}, "b": {"x": 3}}, {}]}
    assert select(answer, "sheets(a),id") == {"sheets": [{"a": {"x": 1, "y": 2}}, {}], "id": "1"}
    assert select(answer, "*") == answer
