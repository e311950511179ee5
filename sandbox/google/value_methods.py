"""spreadsheets.values: get, batchGet, update, batchUpdate, append, clear, batchClear."""

from __future__ import annotations

from typing import Any

from sandbox.google.api import Call, Method, add
from sandbox.google.errors import invalid
from sandbox.google.workbook import Workbook
from sandbox.routes import Routes

_RENDER = frozenset({"majorDimension", "valueRenderOption", "dateTimeRenderOption"})
_INPUT = frozenset(
    {
        "valueInputOption",
        "includeValuesInResponse",
        "responseValueRenderOption",
        "responseDateTimeRenderOption",
        "insertDataOption",
    }
)


def register(routes: Routes) -> None:
    one = "/{id}/values/{range*}"
    add(routes, "GET", one, "values_get", Method("read", "ValueRange", get, parameters=_RENDER))
    batch_get_method = Method("read", "BatchGetValuesResponse", batch_get, parameters=_RENDER | {"ranges"})
    add(routes, "GET", "/{id}/values:batchGet", "values_get", batch_get_method)
    update_method = Method("write", "UpdateValuesResponse", update, "ValueRange", _INPUT)
    add(routes, "PUT", one, "other", update_method)
    append_method = Method("write", "AppendValuesResponse", append, "ValueRange", _INPUT)
    add(routes, "POST", f"{one}:append", "other", append_method)
    add(
        routes,
        "POST",
        f"{one}:clear",
        "other",
        Method("write", "ClearValuesResponse", clear, "ClearValuesRequest"),
    )
    batch_update_method = Method(
        "write", "BatchUpdateValuesResponse", batch_update, "BatchUpdateValuesRequest"
    )
    add(routes, "POST", "/{id}/values:batchUpdate", "other", batch_update_method)
    batch_clear_method = Method("write", "BatchClearValuesResponse", batch_clear, "BatchClearValuesRequest")
    add(routes, "POST", "/{id}/values:batchClear", "other", batch_clear_method)


def get(call: Call) -> dict[str, Any]:
    return _read(call, call.workbook("read"), call.request.params["range"])


def batch_get(call: Call) -> dict[str, Any]:
    workbook = call.workbook("read")
    ranges = [_read(call, workbook, address) for address in call.request.query.get("ranges", [])]
    return {"spreadsheetId": workbook.id, "valueRanges": ranges}


def _read(call: Call, workbook: Workbook, address: str) -> dict[str, Any]:
    return workbook.values_get(
        address,
        columns_first=call.request.first("majorDimension") == "COLUMNS",
        render=call.request.first("valueRenderOption", "FORMATTED_VALUE"),
        dates=call.request.first("dateTimeRenderOption", "SERIAL_NUMBER"),
    )


def update(call: Call) -> dict[str, Any]:
    workbook = call.workbook("write")
    data = _addressed(call)
    (answer,) = workbook.values_update([data], option=call.request.first("valueInputOption"), by=call.editor)
    if call.flag("includeValuesInResponse"):
        render = call.request.first("responseValueRenderOption", "FORMATTED_VALUE")
        answer["updatedData"] = workbook.values_get(answer["updatedRange"], render=render)
    return answer


def _addressed(call: Call) -> dict[str, Any]:
    """Returns the ValueRange with the path's range, which a range in the body has to equal."""
    address = call.request.params["range"]
    if call.body.get("range", address) != address:
        raise invalid(
            f"Requested range [{call.body['range']}] does not match the range in the URL [{address}]."
        )
    return {**call.body, "range": address}


def batch_update(call: Call) -> dict[str, Any]:
    workbook = call.workbook("write")
    option = call.body.get("valueInputOption", "")
    answers = workbook.values_update(call.body.get("data") or [], option=option, by=call.editor)
    totals = {
        f"total{name}": sum(answer.get(name[0].lower() + name[1:], 0) for answer in answers)
        for name in ("UpdatedRows", "UpdatedColumns", "UpdatedCells")
    }
    sheets = len({answer["updatedRange"].rpartition("!")[0] for answer in answers})
    return {"spreadsheetId": workbook.id, **totals, "totalUpdatedSheets": sheets, "responses": answers}


def append(call: Call) -> dict[str, Any]:
    workbook = call.workbook("write")
    return workbook.values_append(
        _addressed(call),
        option=call.request.first("valueInputOption"),
        insert_rows=call.request.first("insertDataOption") == "INSERT_ROWS",
        by=call.editor,
    )


def clear(call: Call) -> dict[str, Any]:
    workbook = call.workbook("write")
    (address,) = workbook.values_clear([call.request.params["range"]], by=call.editor)
    return {"spreadsheetId": workbook.id, "clearedRange": address}


def batch_clear(call: Call) -> dict[str, Any]:
    workbook = call.workbook("write")
    cleared = workbook.values_clear(call.body.get("ranges") or [], by=call.editor)
    return {"spreadsheetId": workbook.id, "clearedRanges": cleared}
