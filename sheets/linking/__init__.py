"""Gives a person's tracks a place: a spreadsheet of ours in their Drive, or a tab of one they have."""

from sheets.linking.adopt import adopt_shared
from sheets.linking.codes import link_code
from sheets.linking.create import create_spreadsheet
from sheets.linking.unlink import unlink

__all__ = ["adopt_shared", "create_spreadsheet", "link_code", "unlink"]
