"""A refusal of the Sheets API as plain data, whatever shape its body has.

https://developers.google.com/workspace/sheets/api/troubleshoot-api-errors
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """`status` is the HTTP status, `name` Google's word for it ("INVALID_ARGUMENT"), empty when not JSON."""

    status: int
    name: str
    message: str

    def says(self, *texts: str) -> bool:
        return any(text.casefold() in self.message.casefold() for text in texts)


def read_refusal(status: int, body: str) -> Refusal:
    """Google's JSON, `{"error": "text"}` of its token server, or a page of HTML from something in between."""
    error = _error(body)
    if isinstance(error, dict):
        return Refusal(status, str(error.get("status") or ""), str(error.get("message") or ""))
    return Refusal(status, "", error if isinstance(error, str) else "")


def _error(body: str) -> Any:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer.get("error") if isinstance(answer, dict) else None
