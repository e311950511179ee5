"""The security log: a line for everything that lets somebody in, keeps them out, or gives and takes rights.

    signed_in person=12 way=spotify
    admin_action by=1 action=pause model=accounts.user row=12

Who it was is a primary key, what it was a code of ours: no name, no address, no token, nothing that anybody typed.
"""

from __future__ import annotations

import logging
import re
from enum import StrEnum

LOGGER = "spotistats.security"
# What the values of a line may look like. A name could look like this, too: callers pass codes that are in the source.
CODE = re.compile(r"[A-Za-z0-9_.]{1,80}")


class SecurityEvent(StrEnum):
    """What a line can be about; the first word of it."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED_OUT = "locked_out"
    LOCKOUT_NOT_SHARED = "lockout_not_shared"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    ADMIN_ACTION = "admin_action"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_SET = "second_factor_set"
    RECOVERY_CODE_USED = "recovery_code_used"
    KEYS_ADDED = "keys_added"
    KEYS_CHANGED = "keys_changed"
    PERSON_DELETED = "person_deleted"
    API_TOKEN_MADE = "api_token_made"  # noqa: S105 - the name of an event
    API_TOKEN_REVOKED = "api_token_revoked"  # noqa: S105 - the name of an event
    TRIGGER_LINK_MADE = "trigger_link_made"
    TRIGGER_LINK_CHANGED = "trigger_link_changed"
    TRIGGER_LINK_REVOKED = "trigger_link_revoked"


WARNINGS = {
    SecurityEvent.SIGN_IN_FAILED,
    SecurityEvent.LOCKED_OUT,
    SecurityEvent.LOCKOUT_NOT_SHARED,
    SecurityEvent.RECOVERY_CODE_USED,
}


def log_event(event: SecurityEvent, **values: object) -> None:
    """Writes a line. A value is a number or a code; `-` stands for none, `?` for what is neither."""
    level = logging.WARNING if event in WARNINGS else logging.INFO
    words = [event.value, *(f"{name}={_format(value)}" for name, value in values.items())]
    logging.getLogger(LOGGER).log(level, " ".join(words))


def _format(value: object) -> str:
    if value is None:
        return "-"
    text = str(value)
    return text if CODE.fullmatch(text) else "?"
