"""A smart sheet as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from library.rules import json_rules
from library.rules.conditions import Rules
from library.rules.json_conditions import BadRules
from library.rules.wording import said, said_order
from sheets.models import SmartTab
from sheets.receipt import TabReceipt
from website.presenters import format_moment


def rules_of(sheet: SmartTab) -> Rules:
    """None at all, where a newer version of the site wrote them: the person sees the form empty, not an error."""
    try:
        return json_rules.from_json(sheet.rules)
    except BadRules:
        return Rules()


@dataclass(frozen=True)
class ToldSmartSheet:
    sheet: SmartTab

    @cached_property
    def rules(self) -> Rules:
        return rules_of(self.sheet)

    @property
    def conditions(self) -> list[str]:
        return [said(condition) for condition in self.rules.conditions]

    @property
    def order(self) -> str:
        limit = f"at most {self.rules.limit:,} tracks, " if self.rules.limit else ""
        return limit + said_order(self.rules.order)

    @property
    def written(self) -> str:
        """When its tab was last written, "" before the first time."""
        return format_moment(self.sheet.confirmed_at) if self.sheet.confirmed_at else ""

    @property
    def rows(self) -> int | None:
        rows = (
            TabReceipt.from_json(self.sheet.confirmed_receipt).rows if self.sheet.confirmed_receipt else None
        )
        return rows if isinstance(rows, int) else None
