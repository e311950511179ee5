"""A run that a worker has."""

from accounts.models import User
from syncer import leases, runs
from syncer.models import SyncRun


def claimed(user: User) -> leases.Claim:
    claim = leases.claim(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
    assert claim is not None
    return claim
