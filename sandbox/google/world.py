"""What Google knows: its app, its people's grants and their spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.google import service_account
from sandbox.google.apps import App
from sandbox.google.files import Role, SpreadsheetFile, new_id
from sandbox.google.grants import Grants
from sandbox.google.quotas import Quotas
from sandbox.google.workbook import Workbook

if TYPE_CHECKING:
    from sandbox.world import World


class GoogleWorld:
    """For tests and the control API; every method takes the world's lock.

    Who owns, edits or consents goes by a person's key (`ada`) or by an e-mail address.
    `quotas` and `api_enabled` can be set; `spreadsheets` is by id.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.app = App()
        self.grants = Grants(world.now)
        self.quotas = Quotas()
        self.api_enabled = True
        self.spreadsheets: dict[str, SpreadsheetFile] = {}

    @property
    def service_account_email(self) -> str:
        return service_account.EMAIL

    def service_account_info(self, token_uri: str) -> dict[str, str]:
        """The JSON key file as a dict."""
        return service_account.key_file(token_uri)

    def email(self, who: str) -> str:
        """Raises KeyError for somebody who is neither in the world nor an e-mail address."""
        if who in self._world.people:
            return self._world.people[who].email
        if "@" not in who:
            raise KeyError(who)
        return who

    def create_spreadsheet(
        self, owner: str, title: str = "Untitled spreadsheet", time_zone: str = "Etc/GMT"
    ) -> SpreadsheetFile:
        """As made by hand in Google Sheets: no app has seen it yet."""
        with self._world.lock:
            return self.add_file(SpreadsheetFile(self.email(owner), Workbook.new(new_id(), title, time_zone)))

    def add_xlsx(self, owner: str, title: str = "Songs.xlsx") -> SpreadsheetFile:
        """An Excel file: the Sheets API refuses to work on it."""
        with self._world.lock:
            workbook = Workbook.new(new_id("xlsx"), title)
            return self.add_file(SpreadsheetFile(self.email(owner), workbook, "xlsx"))

    def add_file(self, file: SpreadsheetFile) -> SpreadsheetFile:
        with self._world.lock:
            file.workbook.owner = file.owner
            self.spreadsheets[file.id] = file
            return file

    def file(self, spreadsheet_id: str) -> SpreadsheetFile:
        """Raises KeyError."""
        with self._world.lock:
            return self.spreadsheets[spreadsheet_id]

    def workbook(self, spreadsheet_id: str) -> Workbook:
        """Raises KeyError."""
        return self.file(spreadsheet_id).workbook

    def delete(self, spreadsheet_id: str) -> None:
        """Deleted for good: from now on there is no such file. Raises KeyError."""
        with self._world.lock:
            del self.spreadsheets[spreadsheet_id]

    def share(self, spreadsheet_id: str, who: str, role: Role = "writer") -> None:
        """`role` is writer or reader."""
        with self._world.lock:
            if role not in ("writer", "reader"):
                raise ValueError("role is writer or reader")
            self.file(spreadsheet_id).shares[self.email(who)] = role

    def unshare(self, spreadsheet_id: str, who: str) -> None:
        """Raises KeyError when it was not shared with them."""
        with self._world.lock:
            del self.file(spreadsheet_id).shares[self.email(who)]

    def revoke(self, person: str) -> None:
        """The person takes back what they allowed the app; their refresh token answers invalid_grant."""
        with self._world.lock:
            self.grants.revoke(self.email(person))

    def expire_access(self, person: str) -> None:
        """Access tokens answer 401 from now on; a refresh gives a new one."""
        with self._world.lock:
            self.grants.expire_access(self.email(person))
