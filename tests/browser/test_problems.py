"""When a permission ends: the banner, the one button, and on it goes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Credential


def test_a_permission_that_ended_is_renewed_with_one_button(visit, sandbox):
    ada = visit("ada")
    ada.signs_in()
    ada.presses("Link a sheet")
    ada.connects_google()
    ada.presses("Create my sheet")
    ada.sees("Your sheet is up to date")
    seven_months_ago = timezone.now() - timedelta(days=210)
    Credential.objects.filter(provider="spotify").update(
        authorized_at=seven_months_ago, expires_at=seven_months_ago
    )
    sandbox.world.spotify.revoke("ada")
    ada.presses("Sync now")
    ada.presses("Connect Spotify again")
    ada.presses("Agree")
    ada.sees("Your sheet is up to date")
