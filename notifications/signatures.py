"""Secrets of webhooks, and what is signed with them. https://www.standardwebhooks.com

webhook-id: msg_…              the same for each try of a message
webhook-timestamp: 1790000000  of this try: a receiver refuses what is old
webhook-signature: v1,…        HMAC-SHA256 over id.timestamp.body
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
KEY_BYTES = 32


def make_signing_secret() -> str:
    """Returns a new secret: the prefix, and random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Returns the headers of a message that is sent at this moment."""
    timestamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
