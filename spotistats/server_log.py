"""The web server's log: what was asked for, without what a line would tell about a person.

A query holds the codes of a sign-in and what people search for, a whole address is a household, a browser's name of itself
tells people apart, and where they come from is nobody's business.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network
from logging import Filter, LogRecord
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from spotistats.json_log import JsonFormatter
from spotistats.log_filters import escape_controls, mask_trigger_links

ACCESS_LOG_FORMAT = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(B)s %(L)ss'
# Those of gunicorn that hold neither an address, a query nor a header; the others are "-" in any format.
_HARMLESS = {*"tsmUHbBTDMLp"}
_QUERY = re.compile(r"\?[^\s'\"]*")
_ADDRESS = re.compile(r"(?<![\w.:])[0-9A-Fa-f:.]*[:.][0-9A-Fa-f:.]*\w")


class ServerLogger(Logger):  # type: ignore[misc]
    """Gunicorn's logger, which masks addresses and leaves out queries in both of its logs, and all headers."""

    def setup(self, cfg: Config) -> None:
        # Not at the top: gunicorn reads this module before the site's settings can be read.
        from spotistats.settings import LOG_FORMAT

        super().setup(cfg)
        if LOG_FORMAT == "json":
            for handler in (*self.error_log.handlers, *self.access_log.handlers):
                handler.setFormatter(JsonFormatter())
        if not any(isinstance(one, _MaskingFilter) for one in self.error_log.filters):
            self.error_log.addFilter(_MaskingFilter())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """Returns what a format may name."""
        atoms = super().atoms(resp, req, environ, request_time)
        harmless = {name: value for name, value in atoms.items() if name in _HARMLESS}
        harmless["U"] = mask_trigger_links(str(atoms["U"]))
        harmless["h"] = mask_address(str(atoms["h"]))
        # A path comes decoded: a line feed in it would begin a line that looks like one of the site's own.
        return {name: escape_controls(str(value)) for name, value in harmless.items()}


class _MaskingFilter(Filter):
    def filter(self, record: LogRecord) -> bool:
        record.msg, record.args = escape_controls(mask_text(record.getMessage())), ()
        return True


def mask_address(text: str) -> str:
    """Returns the address of a network instead: without its last 8 of 32 bits, or its last 80 of 128."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    length = 24 if address.version == 4 else 48
    return str(ip_network(f"{address}/{length}", strict=False).network_address)


def mask_text(text: str) -> str:
    """Returns a sentence of the server's without queries and trigger links, and with masked addresses."""
    without_secrets = mask_trigger_links(_QUERY.sub("?…", text))
    return _ADDRESS.sub(lambda found: mask_address(found[0]), without_secrets)
