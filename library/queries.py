"""What a run that was interrupted has found, all its attempts together: asked of the database, which forgets nothing."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from library.models import SavedTrack


def changes_since(user: User, moment: datetime) -> dict[str, int]:
    """How many saves came in, left, or were saved again, as far as it was noticed from `moment` on."""
    saves = SavedTrack.objects.filter(user=user)
    same_track = saves.filter(track=OuterRef("track"))
    new = saves.filter(noticed_at__gte=moment)
    again = new.filter(Exists(same_track.filter(removed_at=OuterRef("added_at")))).count()
    gone = saves.filter(removed_at__gte=moment).exclude(
        Exists(same_track.filter(added_at=OuterRef("removed_at")))
    )
    return {"added": new.count() - again, "removed": gone.count(), "saved_again": again}
