"""Numbers that distinguish saves of one local file: their Link cells carry them.

Spotify saves a local file as often as it is added, always under the same URI. Rows of the sheet are known by their
link alone, so each of these saves needs a link of its own:

    saves of one file, oldest first     Mon 1   Tue 2   Wed 3
    the one of Tuesday is removed       Mon 1           Wed 3            the others keep their numbers and rows
    it is added again on Thursday       Mon 1           Wed 3   Thu 2    the lowest that is free
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from accounts.models import User
from library.models import SavedTrack


def number_local_files(user_id: int) -> None:
    """Gives each current save without a number the lowest one that is free for its file, the oldest save first.

    Called when all is read and before rows are made: while pages come in, an older save may look removed only because
    a newer one was met.
    """
    local = SavedTrack.objects.filter(user_id=user_id, removed_at=None, track__is_local=True)
    taken: dict[int | None, set[int]] = defaultdict(set)
    new = []
    # All numbers first: a save without one may be older than those that have one.
    for save in local.only("track_id", "link_number").order_by("position"):
        taken[save.track_id].add(save.link_number)
        new += [] if save.link_number else [save]
    for save in new:
        used = taken[save.track_id]
        save.link_number = next(free for free in count(1) if free not in used)
        used.add(save.link_number)
    SavedTrack.objects.bulk_update(new, ["link_number"], batch_size=500)


def give_up_taken(user: User, saves: Sequence[SavedTrack]) -> None:
    """Sets the link number of those of `saves`, about to be opened again, to 0 where another save has it now."""
    numbered = [save for save in saves if save.link_number]
    if not numbered:
        return
    current = SavedTrack.objects.filter(
        user=user, removed_at=None, track__in={save.track_id for save in numbered}
    )
    taken = set(current.values_list("track_id", "link_number"))
    given_up = [save for save in numbered if (save.track_id, save.link_number) in taken]
    for save in given_up:
        save.link_number = 0
    SavedTrack.objects.bulk_update(given_up, ["link_number"])
