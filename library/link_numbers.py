"""Numbers that tell equal local files of one person apart: their Link cells carry them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from accounts.models import User
from library.models import SavedTrack


def number_local_files(user_id: int) -> None:
    """Gives each living save that has none the lowest number that no other of its file has, the oldest first.

    Called when all is read and before rows are made: while pages come in, an older save may seem to be over only
    because a newer one was met.
    """
    local = SavedTrack.objects.filter(user_id=user_id, removed_at=None, track__is_local=True)
    taken: dict[int | None, set[int]] = defaultdict(set)
    new = []
    for save in local.only("track_id", "link_number").order_by("position"):
        taken[save.track_id].add(save.link_number)
        new += [] if save.link_number else [save]
    for save in new:
        used = taken[save.track_id]
        save.link_number = next(free for free in count(1) if free not in used)
        used.add(save.link_number)
    SavedTrack.objects.bulk_update(new, ["link_number"], batch_size=500)


def give_up_taken(user: User, saves: Sequence[SavedTrack]) -> None:
    """Takes the numbers from those of `saves`, about to live again, that had to leave theirs to others meanwhile."""
    numbered = [save for save in saves if save.link_number]
    if not numbered:
        return
    living = SavedTrack.objects.filter(
        user=user, removed_at=None, track__in={save.track_id for save in numbered}
    )
    taken = set(living.values_list("track_id", "link_number"))
    given_up = [save for save in numbered if (save.track_id, save.link_number) in taken]
    for save in given_up:
        save.link_number = 0
    SavedTrack.objects.bulk_update(given_up, ["link_number"])
