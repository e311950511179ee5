"""A file in somebody's Drive: who owns it, who else may see or edit it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

from sandbox.google.workbook import Workbook

Role = Literal["owner", "writer", "reader"]


@dataclass
class SpreadsheetFile:
    """People go by e-mail address here. `kind` xlsx: an Excel file that only looks like a spreadsheet."""

    owner: str
    workbook: Workbook
    kind: Literal["sheet", "xlsx"] = "sheet"
    shares: dict[str, Role] = field(default_factory=dict)
    opened_with: set[tuple[str, str]] = field(default_factory=set)
    """(client id, e-mail address): who let which app make or open this file. All that `drive.file` shows."""

    @property
    def id(self) -> str:
        return self.workbook.id

    def role(self, email: str) -> Role | None:
        return "owner" if email == self.owner else self.shares.get(email)


def new_id(kind: Literal["sheet", "xlsx"] = "sheet") -> str:
    """44 characters as Google's own files have, 33 for an uploaded one."""
    return "1" + secrets.token_urlsafe(32 if kind == "sheet" else 24)
