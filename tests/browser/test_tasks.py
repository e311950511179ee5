"""What somebody wants who has used a spreadsheet all their life: each in at most five presses from the first page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from library.models import SavedTrack
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from sheets.models import LinkedSheet, SmartTab
from tests.browser.test_windows import PHONE
from tests.browser.visitor import Visitor
from tests.support.songs import Song, save
from tools.screenshots.camera import sign_in
from tools.screenshots.seed import make_person

MOST_PRESSES = 5


@pytest.fixture
def listener(db) -> User:
    return make_person("listener", 120)


@pytest.fixture(params=[{}, PHONE], ids=["desktop", "phone"])
def ada(visit, site, listener, request) -> Visitor:
    """On the first page after signing in."""
    visitor = visit("ada", **request.param)
    sign_in(visitor.context, listener, site)
    visitor.counts_presses()
    visitor.goes_to("/")
    return visitor


def test_the_track_that_was_removed_in_may_is_found(ada, listener):
    gone = SavedTrack.objects.filter(user=listener).exclude(removed_at=None)
    year = timezone.localdate().year - 1
    # Saved long ago: where it is in the list goes by when it was removed.
    oldest = gone.order_by("added_at")[0]
    gone.exclude(pk=oldest.pk).update(removed_at=datetime(year, 3, 2, 12, tzinfo=UTC))
    SavedTrack.objects.filter(pk=oldest.pk).update(removed_at=datetime(year, 5, 14, 12, tzinfo=UTC))
    ada.follows("Library")
    ada.follows("Removed")
    first = ada.page.locator(".track-row").first
    expect(first).to_contain_text(f"removed 14 May {year}")
    expect(first.locator(".name")).to_have_text(oldest.track.name.strip())
    assert len(ada.presses_made) <= MOST_PRESSES


def test_a_sheet_of_calm_songs_of_the_nineties_is_made(ada, listener):
    save(listener, Song(timezone.now(), energy=0.1, release_date="1994"), name="Calm song")
    ada.follows("Smart sheets")
    ada.follows("Calm nineties")
    expect(ada.page.locator("#preview")).to_contain_text("Calm song")
    ada.presses("Make this sheet")
    ada.sees("Released in the 1990s")
    made = SmartTab.objects.get(name="Calm nineties")
    assert made.rules == rules_to_json(PRESETS["Calm nineties"])
    assert len(ada.presses_made) <= MOST_PRESSES


def test_the_genre_that_grew_most_is_said(ada, listener):
    for number in range(30):
        save(listener, Song(timezone.now(), genres=(("polka",),)), name=f"Polka {number}")
    ada.follows("Statistics")
    grew = ada.page.locator(".stat", has_text="Genre that grew most").first
    expect(grew.locator("dd").first).to_contain_text("polka")
    assert len(ada.presses_made) <= MOST_PRESSES


def test_tempo_is_added_to_the_sheet(ada):
    ada.follows("Sheet")
    ada.page.get_by_role("checkbox", name="Tempo (BPM)").check()
    expect(ada.page.locator("#preview th").last).to_have_text("Tempo (BPM)")
    ada.presses("Save and sync")
    ada.sees("A sync is bringing your sheet in line.")
    assert "tempo" in LinkedSheet.objects.get().columns
    assert len(ada.presses_made) <= MOST_PRESSES


def test_a_csv_is_got(ada):
    ada.follows("Library")
    with ada.page.expect_download() as download:
        ada.follows("CSV")
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) > 120
    assert len(ada.presses_made) <= MOST_PRESSES
