"""Which settings are stored, which are refused, and when another tab is written by now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheets.models import LinkedSheet
from sheets.problems import InvalidSetting, NoSheet
from sheets.sheet_settings import deselected_columns, is_outdated, settings_of
from syncer.sheet_settings import update_and_sync
from tests.support.cast import link_sheet
from tests.support.problems import text_of


def test_the_same_spreadsheet_with_another_tab_counts_as_relinked(harness):
    before = harness.sheet
    harness.sheet.delete()
    assert not is_outdated(before)
    again = link_sheet(harness.world, harness.user, gid=before.gid)
    LinkedSheet.objects.filter(pk=again.pk).update(spreadsheet_id=before.spreadsheet_id)
    assert is_outdated(before)
    moved = LinkedSheet.objects.get(pk=again.pk)
    moved.gid += 1
    assert is_outdated(moved)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("columns", ("track", "mood")),
        ("scope", "some"),
        ("recent_count", 0),
        ("recent_count", 50_001),
        ("mode", "clear"),
    ],
)
def test_invalid_settings_are_refused_with_their_field_and_a_text(harness, field, wrong):
    before = settings_of(harness.sheet)
    with pytest.raises(InvalidSetting) as caught:
        update_and_sync(harness.user, replace(before, **{field: wrong}))
    assert caught.value.field == field
    assert text_of(caught.value).endswith(".")
    assert settings_of(harness.sheet) == before


def test_an_unknown_column_is_named_with_those_that_there_are(harness):
    with pytest.raises(InvalidSetting) as refused:
        update_and_sync(harness.user, replace(settings_of(harness.sheet), columns=("mood",)))
    assert "no column “mood”. There are: artist, track" in text_of(refused.value)


def test_without_a_sheet_there_is_nothing_to_choose(harness):
    choices = settings_of(harness.sheet)
    harness.sheet.delete()
    with pytest.raises(NoSheet) as refused:
        update_and_sync(harness.user, choices)
    assert "Link one first" in text_of(refused.value)


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({}, []),
        ({"columns": ("isrc", "added", "album", "track", "artist")}, []),
        ({"columns": ("track", "tempo")}, ["artist", "album", "added"]),
        ({"columns": ("artist", "track", "album", "added", "removed_on"), "keep_removed": True}, []),
    ],
)
def test_columns_that_would_go_are_those_that_are_not_completed_either(harness, change, gone):
    wanted = replace(settings_of(harness.sheet), **change)
    assert [column.id for column in deselected_columns(harness.sheet, wanted)] == gone
    LinkedSheet.objects.update(columns=["track", "removed_on", "link"])
    kept = replace(settings_of(harness.sheet), columns=("track",), keep_removed=True)
    assert deselected_columns(harness.sheet, kept) == ()
