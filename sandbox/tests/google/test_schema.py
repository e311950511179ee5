"""The check of bodies against the schema, and the schema itself."""

from pathlib import Path

import pytest

import sandbox.google.schema as schema
from sandbox.google.errors import GoogleError
from sandbox.testing.sheets_discovery import check_answer, short_text


def test_the_schema_is_that_of_googles_discovery_document():
    """After an update of google-api-python-client: `python -m sandbox.testing.sheets_discovery > sandbox/google/schema.json`."""
    assert Path(schema.__file__).with_name("schema.json").read_text() == short_text()


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"properties": {"title": 5}}, "'properties.title' (TYPE_STRING), 5"),
        ({"sheets": {}}, "'sheets' (type.googleapis.com/google.protobuf.ListValue), {}"),
        ({"sheets": ["x"]}, "'sheets[0]' (type.googleapis.com/google.apps.sheets.v4.Sheet), \"x\""),
        ({"sheets": [{"properties": {"sheetType": "ROUND"}}]}, "'sheets[0].properties.sheet_type'"),
        (
            {"sheets": [{"properties": {"sheetId": True}}]},
            "'sheets[0].properties.sheet_id' (TYPE_INT32), true",
        ),
    ],
)
def test_wrong_types_are_named(body, where):
    with pytest.raises(GoogleError, match="Invalid value at") as caught:
        schema.check("Spreadsheet", body)
    assert where in caught.value.message


def test_a_body_that_is_no_object_is_refused():
    with pytest.raises(GoogleError, match="Unexpected token"):
        schema.check("Spreadsheet", ["x"])


@pytest.mark.parametrize(
    "body", [{"nonsense": 1}, {"sheets": [{"properties": {"title": 1}}]}, {"sheets": "x"}]
)
def test_the_check_of_answers_finds_mistakes(body):
    with pytest.raises(AssertionError):
        check_answer("Spreadsheet", body)
