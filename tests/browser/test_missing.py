"""Many tracks go missing at once: the question on the home page, the names, and the answers."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from library.models import SavedTrack
from tests.support.songs import Song, save
from website.missing.presenters import NAMES_SHOWN


def test_tracks_that_went_missing_are_kept_and_go_after_all(visit, sandbox):
    ada = visit("ada")
    ada.links_a_new_sheet()
    sandbox.world.spotify.remove("ada", offsets=range(10, 50))
    ada.syncs_two_minutes_later()
    ada.sees("40 tracks are missing at Spotify")
    ada.sees("Up to date, except for one question")
    ada.presses("Look at them and decide")
    ada.sees("a mistake of Spotify's")
    ada.presses("Keep them")
    ada.sees("Kept by you")
    assert SavedTrack.objects.filter(removed_at=None).count() == 60
    ada.presses("Remove after all")
    ada.sees("Remove 40 tracks?")
    ada.presses("Remove them")
    ada.sees("40 removed")
    assert SavedTrack.objects.filter(removed_at=None).count() == 20


def test_without_scripts_all_names_are_seen_and_a_page_asks_before_they_go(visit):
    ada = visit("ada", java_script_enabled=False, viewport={"width": 390, "height": 800})
    ada.signs_in()
    ada.sees("Where should your tracks go?")
    user = User.objects.get()
    for place in range(NAMES_SHOWN + 1):
        one = save(user, Song(timezone.now()), name=f"Lost {place}")
        SavedTrack.objects.filter(pk=one.pk).update(missing="held", missing_since=timezone.now())
    ada.goes_to("/missing/")
    ada.follows("Older")
    ada.sees("Page 2 of 2")
    ada.sees("Lost 0")
    ada.presses("Remove them")
    ada.sees("Remove 101 tracks?")
    ada.follows("Sheet")
    assert set(SavedTrack.objects.values_list("missing", flat=True)) == {"held"}
    ada.goes_to("/missing/remove/")
    ada.presses("Remove them")
    # the sync that this asks for may have ended by then, and without scripts the page does not follow it
    ada.sees("One step left: your sheet")
    assert set(SavedTrack.objects.values_list("missing", flat=True)) == {"accepted"}
