"""An import that has used up its share of the day: the page says one thing, and a click is answered."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from syncer.models import SyncRun


def test_it_says_what_is_done_when_the_rest_follows_and_what_a_click_does(visit, settings):
    settings.SPOTIFY_REQUESTS_PER_DAY = 20
    ben = visit("ben")
    ben.signs_in()
    ben.connects_google()
    ben.sees("Your newest tracks are in your sheet")
    ben.sees("Your sheet is linked.")
    ben.sees("Your 50 most recent tracks are in your sheet: all that you chose.")
    run = SyncRun.objects.get()
    assert 0 < run.progress_done < run.progress_total
    ben.sees(f"{run.progress_done:,} of {run.progress_total:,} tracks")
    page = ben.page.locator("main").inner_text()
    assert "on its way" not in page
    # Where it goes on, and under “Next sync”.
    assert len(set(re.findall(r"(?:today|tomorrow) at \d\d:\d\d", page.lower()))) == 1
    requests = run.spotify_requests
    ben.presses("Sync now")
    ben.sees("Your newest tracks were read at")
    run.refresh_from_db()
    assert (run.state, run.spotify_requests) == ("waiting", requests)
    expect(ben.page.locator("h1")).to_have_text("Your newest tracks are in your sheet")
