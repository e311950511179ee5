"""What the log leaves out."""

from __future__ import annotations

from logging import ERROR, Filter, LogRecord


class ShortRefusals(Filter):
    """Keeps to one line what anybody can cause: Django adds a traceback to a 403, and to the name of a host not ours.

    Where the site itself has failed, the traceback stays.
    """

    def filter(self, record: LogRecord) -> bool:
        is_refusal = record.name == "django.request" and record.levelno < ERROR
        if is_refusal or record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True
