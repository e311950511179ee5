"""After everybody has left, no row and no name of theirs is in any table, by introspection over all models."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import User
from syncer import retention
from tests.support.cast import make_superuser
from tests.support.oauth_browser import Browser, connect_google
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)

# What `migrate` makes; it is about nobody.
OF_THE_SITE = {ContentType, Permission}


def stored_text() -> str:
    """Every row of every table."""
    rows = [row for model in apps.get_models() for row in model._base_manager.all()]
    return serializers.serialize("json", rows)


def names_of(world, name: str) -> set[str]:
    """What must not be readable: the person, their sheet, and titles, artists and albums of their library."""
    documents = world.spotify.documents(name)
    tracks = [document["track"] for document in documents]
    words = {track["name"] for track in tracks} | {track["album"]["name"] for track in tracks}
    words |= {artist["name"] for track in tracks for artist in track["artists"]}
    # Words of which other texts are made, as "Home" is, prove nothing.
    return {word for word in words if len(word) > 8}


def test_nothing_is_left_of_anybody(sandbox, transactional_db):
    harness = SheetHarness(sandbox.world)
    harness.sync()
    browser = Browser()
    browser.sign_in("ada")
    connect_google(browser, "ada")
    admin, root = Client(), make_superuser()
    admin.force_login(root, backend="accounts.backends.Password")
    admin.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "pause", "_selected_action": [harness.user.pk]},
    )
    page = reverse("admin:accounts_user_delete", args=[harness.user.pk])
    names = names_of(sandbox.world, "ada") | {"Ada Lindqvist", "My music", "ada@"}
    before = stored_text()
    assert sum(json.dumps(name)[1:-1] in before for name in names) > 50
    assert admin.post(page, {"post": "yes"}).status_code == 302
    assert LogEntry.objects.exists()
    assert not {name for name in ("Ada", "Lindqvist", "My music") if name in stored_text()}
    delete_account(root)
    retention.tidy_up(timezone.now() + timedelta(days=1))
    text = stored_text()
    assert not {name for name in names if json.dumps(name)[1:-1] in text}
    left = {model for model in apps.get_models() if model._base_manager.exists()}
    assert left <= OF_THE_SITE
    assert not User.objects.exists()
