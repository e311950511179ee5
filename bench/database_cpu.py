"""The CPU of the database's server, beside the process that asks it: not in `bench.meter`, which the script imports too."""

from __future__ import annotations

from pathlib import Path

from django.db import connection


def cpu_of_database() -> float:
    """Returns the seconds that PostgreSQL's process of this connection was on a core.

    0 for SQLite, which works in this process, and where the server or the system does not say. What parallel workers did
    is not in it.
    """
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    file = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(file.read_text(encoding="ascii").split()[0]) / 1e9 if file.exists() else 0
