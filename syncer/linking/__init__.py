"""Gives a person's tracks a place: a spreadsheet of ours in their Drive, or a tab of one they have."""

from syncer.linking.adopt import adopt_shared
from syncer.linking.codes import link_code
from syncer.linking.create import create_spreadsheet
from syncer.linking.unlink import unlink

__all__ = ["adopt_shared", "create_spreadsheet", "link_code", "unlink"]
