"""What the log leaves out, and what it does not show as it is."""

from __future__ import annotations

import re
from logging import ERROR, Filter, LogRecord

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Whoever reads the secret part of a trigger link can start that person's syncs.
_TRIGGER_LINK = re.compile(r"/t/[^\s/?'\"]+", re.IGNORECASE)


def mask_trigger_links(text: str) -> str:
    """Returns a text with `/t/…` where it has a trigger link."""
    return _TRIGGER_LINK.sub("/t/…", text)


def escape_controls(text: str) -> str:
    """Returns a text in which no character begins a line, or commands the terminal of who reads it."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class WithoutTriggerLinks(Filter):
    """Masks what a line says of an address: Django names that of each refusal."""

    def filter(self, record: LogRecord) -> bool:
        text = record.getMessage()
        if (masked := mask_trigger_links(text)) != text:
            record.msg, record.args = masked, ()
        return True


class ShortRefusals(Filter):
    """Keeps to one line what anybody can cause: Django adds a traceback to a 403, and to the name of a host not ours.

    Where the site itself has failed, the traceback stays.
    """

    def filter(self, record: LogRecord) -> bool:
        is_refusal = record.name == "django.request" and record.levelno < ERROR
        if is_refusal or record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True
