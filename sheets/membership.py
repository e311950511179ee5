"""Which saves have a row: in the person's sheet or in a smart sheet, as the next sync writes them."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.matching import matching
from sheets.models import LinkedSheet

Saves = QuerySet[SavedTrack]


def saves_in_sheet(sheet: LinkedSheet) -> Saves:
    """Returns the saves within the sheet's scope, newest first."""
    saves = SavedTrack.objects.filter(user=sheet.user_id, removed_at=None, track__isnull=False)
    limit = None if sheet.scope == LinkedSheet.Scope.ALL else sheet.recent_count
    return saves.order_by("-position")[:limit]


def keep_in_sheet(saves: Saves, sheet: LinkedSheet, *, inside: bool) -> Saves:
    """Returns those of the saves that are within the sheet's scope, or those that are not."""
    rows = saves_in_sheet(sheet).values("pk")
    return saves.filter(pk__in=rows) if inside else saves.exclude(pk__in=rows)


def keep_in_smart_sheet(saves: Saves, user: User, rules: Rules) -> Saves:
    """Returns those of the person's saves that the rules let in, as far as their limit goes."""
    return saves.filter(pk__in=matching(user, rules).values("pk"))


def is_in_smart_sheet(user: User, rules: Rules, track_id: int) -> bool:
    """Returns whether a track that fits is within the limit. By track: of a local file that is saved twice one is in."""
    if rules.limit is None:
        return True
    rows = matching(user, rules).values("pk")
    return SavedTrack.objects.filter(user=user, track=track_id, pk__in=rows).exists()
