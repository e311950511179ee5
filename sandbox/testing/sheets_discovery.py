"""Checks requests and responses against Google's discovery document of the Sheets API.

`check_request("BatchUpdateSpreadsheetRequest", body)` and `check_answer("Spreadsheet", body)` raise
AssertionError naming the first field that is undocumented or has the wrong type. The document comes with
google-api-python-client. `python -m sandbox.testing.sheets_discovery` prints the short form that the sandbox
keeps as schema.json.
"""

import json
from pathlib import Path
from typing import Any

import googleapiclient

DOCUMENT = Path(googleapiclient.__file__).parent / "discovery_cache/documents/sheets.v4.json"
SCHEMAS: dict[str, Any] = json.loads(DOCUMENT.read_text())["schemas"]

_PYTHON: dict[str, Any] = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}


def check_request(schema: str, body: Any) -> None:
    """Raises AssertionError unless the request body fits the schema."""
    _check({"$ref": schema}, body, "request")


def check_answer(schema: str, body: Any) -> None:
    """Raises AssertionError unless the response body fits the schema."""
    _check({"$ref": schema}, body, "answer")


def _check(wanted: dict[str, Any], value: Any, where: str) -> None:
    if "$ref" in wanted:
        _check_object(wanted["$ref"], value, where)
    elif wanted["type"] == "array":
        assert isinstance(value, list), f"{where} is no list: {value!r}"
        for place, item in enumerate(value):
            _check(wanted["items"], item, f"{where}[{place}]")
    elif wanted["type"] == "object":
        for key, item in value.items():
            _check(wanted["additionalProperties"], item, f"{where}.{key}")
    elif wanted["type"] != "any":
        _check_scalar(wanted, value, where)


def _check_object(schema: str, value: Any, where: str) -> None:
    assert isinstance(value, dict), f"{where} is no {schema}: {value!r}"
    known = SCHEMAS[schema].get("properties", {})
    for key, item in value.items():
        assert key in known, f"{where}: {schema} has no field {key!r}"
        _check(known[key], item, f"{where}.{key}")


def _check_scalar(wanted: dict[str, Any], value: Any, where: str) -> None:
    fits = isinstance(value, _PYTHON[wanted["type"]])
    if wanted["type"] != "boolean":
        fits = fits and not isinstance(value, bool)
    assert fits, f"{where} is no {wanted['type']}: {value!r}"
    assert value in wanted.get("enum", [value]), f"{where}: {value!r} is none of {wanted['enum']}"


def short_form() -> dict[str, dict[str, Any]]:
    """Returns each schema as {field: type}. ["[", type] is a list, ["{", type] a map, "enum:A|B" an enum."""
    return {
        name: {field: _short(kind) for field, kind in schema.get("properties", {}).items()}
        for name, schema in SCHEMAS.items()
    }


def _short(kind: dict[str, Any]) -> Any:
    if "$ref" in kind:
        return kind["$ref"]
    if kind["type"] == "array":
        return ["[", _short(kind["items"])]
    if kind["type"] == "object":
        return ["{", _short(kind["additionalProperties"])]
    if "enum" in kind:
        return "enum:" + "|".join(kind["enum"])
    return ":".join([kind["type"], *([kind["format"]] if "format" in kind else [])])


def short_text() -> str:
    """Returns the short form with one schema a line, so that a new revision gives a readable diff."""
    lines = (
        f" {json.dumps(name)}: {json.dumps(fields, separators=(',', ':'))}"
        for name, fields in short_form().items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    print(short_text(), end="")
