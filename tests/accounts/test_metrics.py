from __future__ import annotations

import pytest

from accounts.metrics import collect_connection_metrics
from accounts.models import Credential
from tests.support.cast import make_alice, make_user
from tests.support.figures import figures_in

pytestmark = pytest.mark.django_db


def test_people_are_counted_by_vendor_and_state_of_their_permission() -> None:
    make_user("nobody")
    make_alice()
    Credential.objects.filter(provider="google").update(state=Credential.State.values[-1])
    figures = figures_in(collect_connection_metrics())
    assert {key[1:]: value for key, value in figures.items() if value} == {
        ("spotify", "active"): 1,
        ("google", Credential.State.values[-1]): 1,
    }
    assert len(figures) == len(Credential.Provider) * len(Credential.State)
