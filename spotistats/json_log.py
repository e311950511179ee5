"""Lines of the log as JSON, an object each, for programs that collect them."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from accounts.log_context import logged_ids


class JsonFormatter(logging.Formatter):
    """`time` (UTC), `level`, `logger`, `message`; `person` and `run` where a line is about one; `traceback` of an error.

    Nothing else that a record carries: Django's have the request, and with it what people search for.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **logged_ids(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)
