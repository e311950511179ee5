"""Look-ups of runs: only the person's own."""

from __future__ import annotations

import pytest
from django.http import Http404

from syncer.access import run_of, runs_of
from syncer.models import SyncRun


def test_run_of_another_person_is_a_404(alice, bob):
    older, newer = (SyncRun.objects.create(user=alice, trigger="person", state="done") for _ in range(2))
    assert list(runs_of(alice)) == [newer, older]
    assert run_of(alice, older.pk) == older
    assert not runs_of(bob).exists()
    with pytest.raises(Http404):
        run_of(bob, older.pk)
