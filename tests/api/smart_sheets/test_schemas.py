"""The document of rules is the JSON of `library.rules.serialization`, in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from pydantic import ValidationError

from api.smart_sheets.schemas import RulesDocument, SmartSheet
from library.problems import InvalidRules
from library.rules.conditions import Rules
from library.rules.serialization import CONDITION_KINDS, rules_from_json, rules_to_json
from sheets.models import SmartTab
from tests.library.rules.strategies import RULES


@given(rules=RULES)
def test_rules_are_documented_as_they_are_stored(rules: Rules) -> None:
    document = RulesDocument.of(rules).model_dump(mode="json")
    assert document == rules_to_json(rules)
    assert rules_from_json(document) == rules


def test_every_kind_of_condition_is_documented() -> None:
    schema = RulesDocument.model_json_schema()
    kinds = schema["properties"]["conditions"]["items"]["discriminator"]["mapping"]
    assert sorted(kinds) == sorted(CONDITION_KINDS)


@pytest.mark.parametrize(
    "data",
    [
        {"conditions": [{"on": "loudness"}]},
        {"conditions": [{"on": "explicit", "low": 1}]},
        {"conditions": {}},
        {"match": "none"},
        {"sort": {"by": "loudness"}},
        {"limit": 0},
        {"colour": "red"},
        [],
    ],
)
def test_what_the_document_does_not_allow_is_refused(data) -> None:
    with pytest.raises(ValidationError):
        RulesDocument.model_validate(data)
    with pytest.raises(InvalidRules):
        rules_from_json(data)


def test_rules_of_another_version_are_null() -> None:
    tab = SmartTab(pk=1, name="Loud", rules={"conditions": [{"on": "loudness"}]})
    assert SmartSheet.of(tab).rules is None
