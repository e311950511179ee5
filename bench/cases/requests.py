"""The request table, counted at the vendors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bench import request_table
from bench.request_table import Line
from bench.vendors import Vendors


def days(vendors: Vendors) -> dict[str, Any]:
    return _document(request_table.days(vendors, "ada"))


def wide(vendors: Vendors) -> dict[str, Any]:
    return _document(request_table.wide(vendors, "ada"))


def ban(vendors: Vendors) -> dict[str, Any]:
    return _document(request_table.ban(vendors, "ada"))


def _document(lines: Iterable[Line]) -> dict[str, Any]:
    return {"lines": [asdict(line) | {"is_kept": line.is_kept} for line in lines]}
