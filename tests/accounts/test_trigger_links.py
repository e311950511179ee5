"""Trigger links are kept as hashes and found until they are revoked."""

from __future__ import annotations

import hashlib

import pytest

from accounts.models import TriggerLink
from accounts.problems import TooManyTriggerLinks
from accounts.trigger_links import (
    MOST_LINKS,
    change_link,
    find_link,
    links_of,
    make_link,
    note_use,
    revoke_link,
)
from tests.support.cast import make_alice, make_bob


@pytest.fixture
def alice(db):
    return make_alice()


def test_the_database_has_a_hash_and_the_last_characters(alice) -> None:
    link, secret = make_link(alice, name="My phone", runs_at_once=True)
    row = TriggerLink.objects.values().get()
    assert row == {
        **{"id": link.pk, "user_id": alice.pk, "name": "My phone", "ending": secret[-4:]},
        **{"digest": hashlib.sha256(secret.encode()).hexdigest(), "runs_at_once": True},
        **{"created_at": link.created_at, "last_used_at": None},
    }
    assert len(secret) == 43 and secret.isalnum()


def test_a_link_is_found_until_it_is_revoked(alice) -> None:
    link, secret = make_link(alice, name="one")
    other, other_secret = make_link(alice, name="two")
    assert (find_link(secret), find_link(other_secret), find_link("x" * 43)) == (link, other, None)
    assert not revoke_link(make_bob(), link.pk)
    assert revoke_link(alice, link.pk)
    assert (find_link(secret), list(links_of(alice))) == (None, [other])


def test_whether_opening_is_enough_is_for_the_owner_to_change(alice) -> None:
    link, secret = make_link(alice, name="one")
    other, _ = make_link(alice, name="two")
    assert not change_link(make_bob(), link.pk, runs_at_once=True)
    assert not find_link(secret).runs_at_once
    for runs_at_once in (True, True, False):
        assert change_link(alice, link.pk, runs_at_once=runs_at_once)
        assert find_link(secret).runs_at_once is runs_at_once
    other.refresh_from_db()
    assert not other.runs_at_once


def test_a_use_is_noted(alice) -> None:
    link, _ = make_link(alice, name="one")
    note_use(link)
    link.refresh_from_db()
    assert link.last_used_at >= link.created_at


def test_nobody_has_more_than_twenty(alice) -> None:
    assert len({make_link(alice, name="one")[1] for _ in range(MOST_LINKS)}) == MOST_LINKS
    with pytest.raises(TooManyTriggerLinks):
        make_link(alice, name="one more")
