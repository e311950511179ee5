"""The history says when each track was in the library."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from library import access
from library.models import SavedTrack
from tests.syncer.extract.comparisons import by_second
from tests.syncer.extract.edits import counts, examples, plans
from tests.syncer.extract.reading_runs import NOW, living, read, somebody
from tests.syncer.extract.spotify_library import SpotifyLibrary

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@examples(25)
@given(counts, plans)
def test_the_library_after_each_run_is_found_again_by_its_date(count, plan):
    user, spotify, after = somebody(), SpotifyLibrary(), []
    spotify.save(count)
    for number, day in enumerate(plan):
        spotify.turn_clock_to(NOW + timedelta(days=number, hours=-12))
        for edit in day.edits:
            edit.apply(spotify)
        assert read(user, spotify, day=number).complete
        after.append(by_second(living(user)))
    for number, shown in enumerate(after):
        moment = NOW + timedelta(days=number)
        on = access.library_on(user, moment).values_list("track__key", "added_at")
        assert by_second(on) == shown
    assert_stays_do_not_overlap(user)


def assert_stays_do_not_overlap(user) -> None:
    ended: dict[str, object] = {}
    for key, added_at, removed_at in (
        SavedTrack.objects.filter(user=user)
        .order_by("added_at")
        .values_list("track__key", "added_at", "removed_at")
    ):
        assert key not in ended or (ended[key] is not None and ended[key] <= added_at)
        ended[key] = removed_at
