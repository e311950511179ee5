"""When a permission ends: the banner, the one button, and on it goes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Credential
from sheets.models import LinkedSheet


def revoke_for_good(sandbox) -> None:
    """Ada took her permission back at Spotify, and was refused once already: the second time is believed."""
    sandbox.world.spotify.revoke("ada")
    hour_ago = timezone.now() - timedelta(hours=1)
    Credential.objects.filter(provider="spotify").update(
        expires_at=hour_ago, unconfirmed_since=hour_ago, refused_at=hour_ago
    )


def test_a_permission_that_ended_is_renewed_with_one_button(visit, sandbox):
    ada = visit("ada")
    ada.links_a_new_sheet()
    revoke_for_good(sandbox)
    ada.syncs_two_minutes_later()
    ada.presses("Connect Spotify again")
    ada.presses("Agree")
    ada.sees("Your sheet is up to date")


def test_a_sync_that_has_to_wait_is_shown_without_a_reload(visit, sandbox):
    ada = visit("ada")
    sandbox.world.latency["spotify-api"] = 1.5
    ada.signs_in()
    sandbox.world.spotify.exhaust_quota(3600)
    ada.connects_google()
    ada.sees("Waiting to go on")
    ada.sees("continues by itself")
    ada.page.get_by_role("button", name="Sync now").wait_for()


def test_a_deleted_tab_is_made_again_with_one_button(visit, sandbox):
    ada = visit("ada")
    ada.links_a_new_sheet()
    sheet = LinkedSheet.objects.get()
    book = sandbox.world.google.workbook(sheet.spreadsheet_id)
    book.add_tab("Mine")
    book.delete_tab(sheet.gid)
    sandbox.world.spotify.save("ada", 1)
    ada.syncs_two_minutes_later()
    ada.sees("The tab that we write into is gone")
    ada.presses("Make the tab again")
    ada.sees("Your sheet is up to date")
    assert [tab.title for tab in book.tabs] == ["Mine", "Saved tracks"]
