"""Examples of types of problems."""

from __future__ import annotations

from api.examples import Example

SHEET_GONE = {
    "code": "sheet_gone",
    "kind": "ask user",
    "title": "Something only you can put right",
    "detail": "Google no longer finds the spreadsheet in your Drive: it was deleted, or you took the permission for it back."
    " Restore it from the bin, or link a new one.",
}

EXAMPLES = {
    "list_problem_types": Example(answer=[SHEET_GONE]),
    "get_problem_type": Example(parameters={"code": "sheet_gone"}, answer=SHEET_GONE),
}
