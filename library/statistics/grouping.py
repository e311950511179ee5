"""Counting the lines that a query finds, in the database: the ORM groups once, and a line may be a group itself."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def counted(lines: QuerySet[Any], *names: str) -> list[tuple[Any, ...]]:
    """How many lines have each combination of values of the annotations `names`: (value, …, count). One query."""
    sql, params = lines.order_by().values(*names).query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    grouped = f"SELECT {columns}, COUNT(*) FROM ({sql}) AS lines GROUP BY {columns}"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(grouped, params)
        return list(cursor.fetchall())
