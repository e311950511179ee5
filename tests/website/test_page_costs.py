"""What every page costs, whatever the library: bytes on the way, images, statements to the database."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from library.models import SavedTrack, Track
from sandbox.spotify.source import source_tracks
from sheets.models import LinkedSheet
from syncer import runs, sync
from tests.support.cast import link_sheet, sign_in
from tests.website.conftest import signed_in_as
from tools.screenshots.camera import PAGES, chosen_pages, ids_of
from tools.screenshots.seed import make_person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MOST, MOST_WITH_CHARTS = 60_000, 130_000
CHARTS = ("chart.js/", "site/charts.js", "site/year_picture.js")
ASSET = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')
COVER = re.compile(r'<img class="cover[^>]* src="[^"]+/([^"/]+)"[^>]* width="(\d+)"')


def pages_of(user: User) -> dict[str, HttpResponse]:
    client = signed_in_as(user)
    return {name: client.get(path) for name, path in chosen_pages(PAGES, ids_of(user)).items()}


def weights(page: HttpResponse) -> tuple[int, int]:
    """The bytes of a page with its style sheets and scripts, compressed: without those of charts, and with them."""
    assets = ASSET.findall(page.content.decode())
    charts = sum(weight_of(one) for one in assets if one.startswith(CHARTS))
    rest = sum(weight_of(one) for one in assets if not one.startswith(CHARTS))
    document = len(gzip.compress(page.content, 6))
    return document + rest, document + rest + charts


@cache
def weight_of(asset: str) -> int:
    found = finders.find(asset)
    assert found, asset
    return len(gzip.compress(Path(found).read_bytes(), 9))


def too_heavy(pages: dict[str, HttpResponse]) -> dict[str, tuple[int, int]]:
    found = {name: weights(page) for name, page in pages.items()}
    return {
        name: (plain, all_)
        for name, (plain, all_) in found.items()
        if plain > MOST or all_ > MOST_WITH_CHARTS
    }


def test_pages_of_1400_tracks_are_light_and_show_the_smallest_covers_that_fit() -> None:
    pages = pages_of(make_person("ada", 1400))
    assert pages.keys() == PAGES.keys()
    assert not too_heavy(pages)
    images = {
        image["url"].rpartition("/")[2]: image["width"]
        for track in source_tracks()
        for image in track.album.document()["images"]
    }
    shown = {
        (int(width), images[name])
        for page in pages.values()
        for name, width in COVER.findall(page.content.decode())
    }
    # Three sizes on our pages, and as many at Spotify.
    assert shown == {(48, 64), (160, 300), (320, 640)}


def test_pages_of_the_odd_library_are_light(sandbox) -> None:
    cleo = sign_in(sandbox.world, "cleo")
    link_sheet(sandbox.world, cleo, scope=LinkedSheet.Scope.ALL)
    sync.run_sync(runs.find_or_make(cleo, "person").pk)
    assert not too_heavy(pages_of(cleo))


def test_no_page_asks_more_of_a_larger_library() -> None:
    make_person("ada", 1400)
    bob = make_person("bob", 140)
    before = statements_of(bob)
    first = SavedTrack.objects.filter(user=bob).earliest("added_at").added_at
    rest = Track.objects.exclude(saves__user=bob)
    SavedTrack.objects.bulk_create(
        SavedTrack(user=bob, track=track, added_at=first - timedelta(hours=number), position=-number)
        for number, track in enumerate(rest, start=1)
    )
    assert statements_of(bob) == before
    assert max(before.values()) <= 25


def statements_of(user: User) -> dict[str, int]:
    client = signed_in_as(user)
    counts = {}
    for name, path in chosen_pages(PAGES, ids_of(user)).items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts[name] = len(queries)
    return counts
