from datetime import timedelta

import pytest
from django.utils import timezone

from problems.kinds import TryLater
from providers.google.quota import take_google
from tests.support.threads import taken_at_once


def test_twenty_threads_never_exceed_googles_minute(settings, often_switching) -> None:
    settings.GOOGLE_REQUESTS_PER_MINUTE = 30
    assert taken_at_once(lambda: take_google("a", "write")) == 30


@pytest.mark.parametrize("kind", ["read", "write"])
def test_googles_minute_is_counted_for_each_principal_and_for_the_project(settings, kind) -> None:
    settings.GOOGLE_REQUESTS_PER_MINUTE = 2
    settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE = 3
    take_google("a", kind)
    take_google("a", kind)
    with pytest.raises(TryLater) as principal:
        take_google("a", kind)
    take_google("b", kind)
    with pytest.raises(TryLater) as project:
        take_google("c", kind)
    assert principal.value.code == project.value.code == "google_budget"
    assert principal.value.when - timezone.now() <= timedelta(seconds=62)
