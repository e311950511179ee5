"""Files in Google Drive: owner, readers and editors."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sandbox.google.workbook import Workbook

# "Files in the trash are automatically deleted after 30 days."
# https://developers.google.com/workspace/drive/api/guides/delete
KEPT_IN_TRASH = timedelta(days=30)

Role = Literal["owner", "writer", "reader"]


@dataclass
class SpreadsheetFile:
    """A file. People are named by e-mail address. `kind` xlsx is an Excel file, not a spreadsheet."""

    owner: str
    workbook: Workbook
    kind: Literal["sheet", "xlsx"] = "sheet"
    locked: bool = False
    """Whether a content restriction forbids edits, by an approval or by hand."""
    trashed_at: datetime | None = None
    """When the owner put it into the bin."""
    shares: dict[str, Role] = field(default_factory=dict)
    opened_with: set[tuple[str, str]] = field(default_factory=set)
    """(client id, e-mail address) of the apps that created or opened this file: the scope of `drive.file`."""

    @property
    def id(self) -> str:
        return self.workbook.id

    def role(self, email: str) -> Role | None:
        """Returns the role of a person, or None without access."""
        return "owner" if email == self.owner else self.shares.get(email)


def new_id(kind: Literal["sheet", "xlsx"] = "sheet") -> str:
    """Returns an id of 44 characters as Google's own files have, or 33 as for uploaded ones."""
    return "1" + secrets.token_urlsafe(32 if kind == "sheet" else 24)
