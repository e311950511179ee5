"""Tags: developer metadata by which a managed column is recognised."""

from __future__ import annotations

from sheets.planner.requests import METADATA_KEY, ColumnTag, parse_tag


def properties(**metadata):
    return {"developerMetadata": [{"metadataId": 5, "metadataKey": METADATA_KEY} | metadata]}


def test_tag_names_the_column_and_its_own_number():
    assert parse_tag(properties(metadataValue="album")) == ColumnTag(5, "album")


def test_metadata_of_other_applications_and_unknown_columns_is_no_tag():
    assert parse_tag({}) is None
    assert parse_tag(properties(metadataKey="other", metadataValue="album")) is None
    assert parse_tag(properties(metadataValue="mood")) is None
