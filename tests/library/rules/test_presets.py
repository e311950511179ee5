"""The presets are rules that can be stored."""

from __future__ import annotations

import pytest

from library.rules.presets import PRESETS
from library.rules.serialization import rules_from_json, rules_to_json


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_read_back_as_they_were_stored(name):
    assert rules_from_json(rules_to_json(PRESETS[name])) == PRESETS[name]
