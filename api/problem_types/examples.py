"""Examples of types of problems."""

from __future__ import annotations

from api.examples import Example

SHEET_GONE = {"code": "sheet_gone", "kind": "ask user", "title": "Something only you can put right"}

EXAMPLES = {
    "list_problem_types": Example(answer=[SHEET_GONE]),
    "get_problem_type": Example(parameters={"code": "sheet_gone"}, answer=SHEET_GONE),
}
