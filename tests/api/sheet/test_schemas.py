"""What a request to change the sheet asks for."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.sheet.schemas import SheetPatch


def test_what_is_left_out_or_null_is_no_change() -> None:
    assert SheetPatch().to_changes() == SheetPatch(scope=None, columns=None).to_changes() == {}
    changes = SheetPatch(columns=[], scope="all", keep_removed=False, remove_columns=["album"]).to_changes()
    assert changes == {"columns": (), "scope": "all", "keep_removed": False}


def test_a_misspelt_setting_is_refused() -> None:
    with pytest.raises(ValidationError):
        SheetPatch.model_validate({"scop": "all"})
