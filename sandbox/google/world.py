"""The state of Google's stand-in: app, grants and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.google import service_account
from sandbox.google.apps import App
from sandbox.google.files import KEPT_IN_TRASH, Role, SpreadsheetFile, new_id
from sandbox.google.grants import Grants
from sandbox.google.quotas import Quotas
from sandbox.google.workbook import Workbook

if TYPE_CHECKING:
    from sandbox.world import World


class GoogleWorld:
    """For tests and the control API. Every method takes the world's lock.

    Owners, editors and users are named by a person's key (`ada`) or an e-mail address. `quotas`,
    `api_enabled` (of the Sheets API) and `drive_api_enabled` can be set; `spreadsheets` is by id.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.app = App()
        self.grants = Grants(world.now)
        self.quotas = Quotas()
        self.api_enabled = True
        self.drive_api_enabled = True
        self.spreadsheets: dict[str, SpreadsheetFile] = {}

    @property
    def service_account_email(self) -> str:
        return service_account.EMAIL

    def service_account_info(self, token_uri: str) -> dict[str, str]:
        """Returns the service account's JSON key file as a dict."""
        return service_account.key_file(token_uri)

    def email(self, who: str) -> str:
        """Returns the e-mail address. Raises KeyError for an unknown person who is not an e-mail address."""
        if who in self._world.people:
            return self._world.people[who].email
        if "@" not in who:
            raise KeyError(who)
        return who

    def create_spreadsheet(
        self, owner: str, title: str = "Untitled spreadsheet", time_zone: str = "Etc/GMT"
    ) -> SpreadsheetFile:
        """Creates a spreadsheet as by hand in Google Sheets: no app has opened it yet."""
        with self._world.lock:
            return self.add_file(SpreadsheetFile(self.email(owner), Workbook.new(new_id(), title, time_zone)))

    def add_xlsx(self, owner: str, title: str = "Songs.xlsx") -> SpreadsheetFile:
        """Adds an Excel file, which the Sheets API refuses."""
        with self._world.lock:
            workbook = Workbook.new(new_id("xlsx"), title)
            return self.add_file(SpreadsheetFile(self.email(owner), workbook, "xlsx"))

    def add_file(self, file: SpreadsheetFile) -> SpreadsheetFile:
        """Adds a file."""
        with self._world.lock:
            file.workbook.owner = file.owner
            self.spreadsheets[file.id] = file
            return file

    def file(self, spreadsheet_id: str) -> SpreadsheetFile:
        """Returns a file. Raises KeyError."""
        with self._world.lock:
            return self.spreadsheets[spreadsheet_id]

    def workbook(self, spreadsheet_id: str) -> Workbook:
        """Returns a file's workbook. Raises KeyError."""
        return self.file(spreadsheet_id).workbook

    def delete(self, spreadsheet_id: str) -> None:
        """Deletes a file permanently. Raises KeyError."""
        with self._world.lock:
            del self.spreadsheets[spreadsheet_id]

    def share(self, spreadsheet_id: str, who: str, role: Role = "writer") -> None:
        """Shares a file; `role` is writer or reader. Raises KeyError or ValueError."""
        with self._world.lock:
            if role not in ("writer", "reader"):
                raise ValueError("role is writer or reader")
            self.file(spreadsheet_id).shares[self.email(who)] = role

    def unshare(self, spreadsheet_id: str, who: str) -> None:
        """Stops sharing a file. Raises KeyError when it was not shared with them."""
        with self._world.lock:
            del self.file(spreadsheet_id).shares[self.email(who)]

    def trash(self, spreadsheet_id: str) -> None:
        """Puts a file into its owner's bin. Raises KeyError."""
        with self._world.lock:
            self.file(spreadsheet_id).trashed_at = self._world.now()

    def restore(self, spreadsheet_id: str) -> None:
        """Takes a file out of the bin. Raises KeyError, also for one that was deleted there for good."""
        with self._world.lock:
            self.empty_bins()
            self.file(spreadsheet_id).trashed_at = None

    def empty_bins(self) -> None:
        """Deletes the files whose time in the bin is over."""
        with self._world.lock:
            limit = self._world.now() - KEPT_IN_TRASH
            over = [
                id for id, file in self.spreadsheets.items() if file.trashed_at and file.trashed_at <= limit
            ]
            for spreadsheet_id in over:
                del self.spreadsheets[spreadsheet_id]

    def lock(self, spreadsheet_id: str, *, locked: bool = True) -> None:
        """Locks or unlocks the content of a file, as an approval does. Raises KeyError."""
        with self._world.lock:
            self.file(spreadsheet_id).locked = locked

    def revoke(self, person: str) -> None:
        """Revokes what the person granted the app: their refresh token answers invalid_grant."""
        with self._world.lock:
            self.grants.revoke(self.email(person))

    def expire_access(self, person: str) -> None:
        """Expires the person's access tokens: they answer 401, and a refresh gives a new one."""
        with self._world.lock:
            self.grants.expire_access(self.email(person))
