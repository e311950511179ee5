"""Files that are sent while they are read."""

from __future__ import annotations

import pytest
import time_machine


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/library/export", "saved-tracks"),
        ("/settings/saved-and-removed", "saved-and-removed"),
        ("/settings/syncs", "syncs"),
    ],
)
@pytest.mark.parametrize(
    ("form", "media"), [("csv", "text/csv; charset=utf-8"), ("jsonl", "application/jsonl")]
)
def test_a_file_is_streamed_and_has_a_name_with_the_day_where_the_person_is(
    as_alice, address, name, form, media
):
    with time_machine.travel("2026-11-30T23:30:00Z", tick=False):  # the 1st in Berlin
        answer = as_alice.get(f"{address}.{form}")
    assert answer.streaming
    assert (answer.status_code, answer["Content-Type"]) == (200, media)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-2026-12-01.{form}"'


def test_the_settings_lead_to_every_file(as_alice):
    page = as_alice.get("/settings/").content.decode()
    for address in ("/library/export", "/settings/saved-and-removed", "/settings/syncs"):
        for form in ("csv", "jsonl"):
            assert f'href="{address}.{form}"' in page
    assert 'href="/library/export.csv?removed=any"' in page
