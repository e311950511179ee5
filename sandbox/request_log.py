"""The log of the requests to the vendors."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request to a vendor. Status 0 means that the connection was closed without a response.

    `path` is without the query, which may contain codes and tokens.
    """

    at: datetime
    service: str
    kind: str
    method: str
    path: str
    status: int
    principal: str

    def document(self) -> dict[str, Any]:
        """Returns the entry as the control API shows it."""
        return asdict(self) | {"at": self.at.isoformat()}
