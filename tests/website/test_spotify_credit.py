"""Spotify's rules: its logo where tracks are, links to their pages, covers as they are.

https://developer.spotify.com/documentation/design
"""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import timezone

from library.models import Album, Artist, SavedTrack, Track
from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from syncer.models import SyncRun
from syncer.receipt import Receipt, RemovedTrack
from tests.support.songs import Song, save
from tests.website.test_every_page import PAGES

NAMES = ("Jóga of the Test", "Björk of the Test", "Homogenic of the Test")
# The document, without what a script reads: the title and each text of the body.
TAG = re.compile(r"<[^>]*>")


@pytest.fixture
def addresses(alice, as_alice) -> dict[str, str]:
    """Alice has tracks wherever a page may show one; returns each page's address."""
    now = timezone.now()
    saved = save(alice, Song(now, genres=(("ambient",),)), name=NAMES[0])
    Track.objects.filter(pk=saved.track_id).update(spotify_id="2FqMSKmHsSmPRMUS2cTbeG")
    LinkedSheet.objects.update(columns=list(DEFAULT_COLUMNS))
    for state in ("held", "kept"):
        missing = save(alice, Song(now), name=NAMES[0])
        SavedTrack.objects.filter(pk=missing.pk).update(missing=state, missing_since=now)
    removed = save(alice, Song(now), name=NAMES[0])
    SavedTrack.objects.filter(pk=removed.pk).update(removed_at=now, removal_confirmed_at=now)
    Artist.objects.update(name=NAMES[1])
    Album.objects.update(name=NAMES[2])
    receipt = Receipt(added=1, removed=1, came=[NAMES[0]], went=[RemovedTrack(NAMES[0])])
    run = SyncRun.objects.create(user=alice, trigger="person", state="done", receipt=receipt.to_json())
    tab = SmartTab.objects.create(user=alice, name="All", rules=rules_to_json(Rules()))
    StatisticsTab.objects.create(user=alice, kind="genres")
    values = {
        "run": run.pk,
        "tab": tab.pk,
        "saved": saved.pk,
        "track": saved.track_id,
        "year": saved.added_at.year,
    }
    # These have an id of something that shows no track.
    others = {"revoke-api-token", "revoke-trigger-link", "webhook", "delete-webhook"}
    return {name: path.format(**values) for name, path in PAGES.items() if name not in others}


def test_each_page_with_a_track_an_artist_or_an_album_has_the_logo(addresses, as_alice):
    shown, without = set(), set()
    for name, address in addresses.items():
        page = as_alice.get(address).content.decode()
        if any(one in TAG.sub("", page) for one in NAMES):
            shown.add(name)
            if 'class="spotify-credit"' not in page:
                without.add(name)
    assert without == set()
    assert shown >= {
        "home",
        "run",
        "library",
        "library-track",
        "statistics-top",
        "sheet",
        "missing",
        "smart-why",
    }


def test_each_list_of_tracks_leads_to_spotify(addresses, as_alice):
    for name in ("home", "library", "library-track", "library-timeline", "smart-find", "smart-why"):
        page = as_alice.get(
            addresses[name] + ("?search=Test" if name == "smart-find" else "")
        ).content.decode()
        assert 'href="https://open.spotify.com/track/' in page, name


def test_covers_are_whole_and_have_the_corners_that_spotify_asks_for():
    folder = settings.ROOT / "spotistats" / "static" / "site"
    style = "".join(file.read_text("utf-8") for file in sorted(folder.glob("*.css")))
    assert "--corner-cover: 4px;" in style
    rules = [
        rule
        for rule in re.findall(r"([^{}]*\.cover[^{}]*)\{([^}]*)\}", style)
        if not rule[0].strip().startswith("span")
    ]
    assert any("object-fit: contain" in body for _, body in rules)
    for _, body in rules:
        assert not re.search(r"object-fit: cover|filter:|mix-blend|clip-path|opacity", body)
        assert set(re.findall(r"border-radius: ([^;]+);", body)) <= {
            "var(--corner-cover)",
            "calc(2 * var(--corner-cover))",
        }
