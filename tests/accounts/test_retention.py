from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from social_django.models import Nonce

from accounts.models import Session
from accounts.retention import delete_abandoned_sign_ins
from tests.support.oauth_browser import Browser

pytestmark = pytest.mark.django_db


def test_abandoned_sign_ins_and_their_sessions_are_deleted_after_an_hour(sandbox):
    Browser().begin()
    assert delete_abandoned_sign_ins() == 0
    assert Nonce.objects.count() == Session.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        Browser().begin()
        assert delete_abandoned_sign_ins() == 1
    assert Nonce.objects.count() == Session.objects.count() == 1
