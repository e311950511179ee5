"""What was asked of the vendors, for counting."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request to a vendor. `status` 0: the connection was closed without an answer.

    `path` is without its query, because that may hold codes and tokens.
    """

    at: datetime
    service: str
    kind: str
    method: str
    path: str
    status: int
    principal: str

    def document(self) -> dict[str, Any]:
        return asdict(self) | {"at": self.at.isoformat()}
