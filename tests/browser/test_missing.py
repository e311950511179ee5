"""Many tracks go missing at once: the question on the home page, the names, and the answers."""

from __future__ import annotations

from library.models import SavedTrack


def test_tracks_that_went_missing_are_kept_and_go_after_all(visit, sandbox):
    ada = visit("ada")
    ada.links_a_new_sheet()
    sandbox.world.spotify.remove("ada", offsets=range(10, 50))
    ada.presses("Sync now")
    ada.sees("40 tracks are missing at Spotify")
    ada.follows("look at them and decide")
    ada.sees("a mistake of Spotify's")
    ada.presses("Keep them")
    ada.sees("Kept by you")
    assert SavedTrack.objects.filter(removed_at=None).count() == 60
    ada.presses("Remove after all")
    ada.sees("Remove 40 tracks?")
    ada.presses("Remove them")
    ada.sees("40 removed")
    assert SavedTrack.objects.filter(removed_at=None).count() == 20
