"""The second factor of staff: codes of an authenticator app, and recovery codes for the day it is lost.

Enrolled from the machine (`manage.py second_factor NAME`) and not on a page: a page would have to let somebody in by
password alone once, and whoever stole that password would enrol first.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import time
from base64 import b32encode
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP

from accounts.models import AuthenticatorApp, RecoveryCodes, User
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import seal, unseal
from accounts.security_log import SecurityEvent, log_event
from accounts.sessions import end_sessions

logger = logging.getLogger(__name__)

# RFC 4226 recommends as many bytes as SHA-1 has; apps know no other hash for certain.
SECRET_BYTES = 20
STEP_SECONDS = 30
# Half minutes that a phone's clock may be wrong by.
TOLERANCE = 1
RECOVERY_CODES = 10
# Without 0, 1, I and O, which are mistaken for one another: 16 of them are 80 bits.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A new secret that nothing is stored of yet."""

    user: User
    secret: bytes

    @property
    def secret_text(self) -> str:
        """The secret as apps take it by hand, in groups of four."""
        return _grouped(b32encode(self.secret).decode("ascii"))

    @property
    def url(self) -> str:
        """What the QR code holds: https://github.com/google/google-authenticator/wiki/Key-Uri-Format"""
        label = quote(f"{settings.SITE_NAME}:{self.user.get_username()}")
        values = {"secret": b32encode(self.secret).decode("ascii"), "issuer": settings.SITE_NAME}
        return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"

    def shows(self, code: str) -> bool:
        """Whether an app that has the secret shows this code about now."""
        return _matching_step(self.secret, code, after=-1) is not None


def begin_enrolment(user: User) -> Enrolment:
    return Enrolment(user, secrets.token_bytes(SECRET_BYTES))


def store_enrolment(enrolment: Enrolment) -> list[str]:
    """Makes this app the person's second factor instead of any other; returns new recovery codes.

    Ends their sessions: from here on only the new app lets them in.
    """
    user = enrolment.user
    codes = ["".join(secrets.choice(LETTERS) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        for model in (AuthenticatorApp, RecoveryCodes):
            model._default_manager.filter(user=user).delete()
        AuthenticatorApp.objects.create(user=user, secret_sealed=seal(enrolment.secret.hex()))
        RecoveryCodes.objects.create(user=user, hashes=[_hash(code) for code in codes])
        end_sessions(user)
    log_event(SecurityEvent.SECOND_FACTOR_SET, person=user.pk)
    return [_grouped(code) for code in codes]


def is_second_factor_needed(user: User) -> bool:
    """Whether the password alone lets nobody in: by the settings, or because the person has enrolled an app."""
    return settings.ADMIN_SECOND_FACTOR or AuthenticatorApp.objects.filter(user=user).exists()


def verify_code(user: User, code: str) -> Device | None:
    """Returns what has shown this code, the app or the recovery codes; None for a wrong, old or used one."""
    code = re.sub(r"[\s-]", "", code).upper()
    is_of_app = re.fullmatch(r"[0-9]{6}", code) is not None
    # Locked until it is stored: of two requests with the same code one is let in.
    with transaction.atomic():
        device: Device | None
        if is_of_app:
            device = AuthenticatorApp.objects.select_for_update().filter(user=user).first()
        else:
            device = RecoveryCodes.objects.select_for_update().filter(user=user).first()
        if device is None or not device.verify_is_allowed()[0]:
            return None
        if not (_use_app_code(device, code) if is_of_app else _use_recovery_code(device, code)):
            device.throttle_increment()
            return None
        device.throttle_reset()  # which stores what was used, too
        return device


def _use_app_code(app: AuthenticatorApp, code: str) -> bool:
    try:
        secret = bytes.fromhex(unseal(app.secret_sealed))
    except KeyDoesNotOpen:
        logger.warning("None of ENCRYPTION_KEYS opens the second factor of person %s", app.user_id)
        return False
    step = _matching_step(secret, code, after=app.last_step)
    app.last_step = app.last_step if step is None else step
    return step is not None


def _use_recovery_code(codes: RecoveryCodes, code: str) -> bool:
    used = next((one for one in codes.hashes if secrets.compare_digest(one, _hash(code, one))), None)
    if used is None:
        return False
    codes.hashes = [one for one in codes.hashes if one != used]
    log_event(SecurityEvent.RECOVERY_CODE_USED, person=codes.user_id, left=len(codes.hashes))
    return True


def _matching_step(secret: bytes, code: str, *, after: int) -> int | None:
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    totp = TOTP(secret, step=STEP_SECONDS)
    totp.time = time.time()
    return totp.t() if totp.verify(int(code), TOLERANCE, after + 1) else None


def _hash(code: str, known: str = "") -> str:
    salt = known.partition("$")[0] or secrets.token_hex(16)
    return f"{salt}${hashlib.sha256((salt + code).encode()).hexdigest()}"


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
