"""Google's error responses."""

from __future__ import annotations

from typing import Any


class GoogleError(Exception):
    """A refusal. `body()` is the JSON that Google sends with HTTP status `code`."""

    def __init__(
        self, code: int, status: str, message: str, details: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.details = details or []

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


def invalid(message: str, details: list[dict[str, Any]] | None = None) -> GoogleError:
    """Returns a refusal with status 400 and INVALID_ARGUMENT."""
    return GoogleError(400, "INVALID_ARGUMENT", message, details)


def bad_field(field: str, description: str, message: str | None = None) -> GoogleError:
    """Returns a refusal that names the field, as Google's JSON parser does."""
    violation = {"field": field, "description": description} if field else {"description": description}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return invalid(message or description, [detail])


def not_found() -> GoogleError:
    """Returns the refusal of a file that does not exist for the caller."""
    return GoogleError(404, "NOT_FOUND", "Requested entity was not found.")


def permission_denied() -> GoogleError:
    """Returns the refusal of a caller without the necessary role."""
    return GoogleError(403, "PERMISSION_DENIED", "The caller does not have permission")
