"""The credits: each source of genres and audio features has a link where they are shown, and no other site has."""

from __future__ import annotations

import re

import pytest

from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from sheets.models import SmartTab

FEATURES = 'Audio features come from <a href="https://reccobeats.com/" rel="noreferrer">ReccoBeats</a>'
MUSICBRAINZ = '<a href="https://musicbrainz.org/" rel="noreferrer">MusicBrainz</a> (CC BY-NC-SA 3.0)'
LISTENBRAINZ = '<a href="https://listenbrainz.org/" rel="noreferrer">ListenBrainz</a>'
LASTFM = '<a href="https://www.last.fm/" rel="noreferrer">Last.fm</a> (powered by AudioScrobbler)'


@pytest.fixture(autouse=True)
def every_source(settings) -> None:
    settings.FEATURE_SOURCES = ["spotify", "reccobeats"]
    settings.GENRE_SOURCES = ["spotify", "musicbrainz", "lastfm"]
    settings.LASTFM_API_KEY = "key"


def read(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("address", ["/smart/", "/smart/new/", "/smart/{pk}/", "/smart/{pk}/why/", "/sheet/"])
def test_each_source_is_named_where_its_values_are_shown(as_alice, alice, address) -> None:
    sheet = SmartTab.objects.create(user=alice, name="All", rules=rules_to_json(Rules()))
    page = read(as_alice, address.format(pk=sheet.pk))
    assert f" {FEATURES}, genres from {MUSICBRAINZ}, {LISTENBRAINZ} and {LASTFM}." in page


def test_only_chosen_sources_are_named(as_alice, settings) -> None:
    settings.LASTFM_API_KEY = ""
    assert f"genres from {MUSICBRAINZ} and {LISTENBRAINZ}." in read(as_alice, "/smart/")
    settings.FEATURE_SOURCES = ["spotify"]
    assert f" Genres come from {MUSICBRAINZ} and {LISTENBRAINZ}." in read(as_alice, "/smart/")
    settings.FEATURE_SOURCES, settings.GENRE_SOURCES = ["reccobeats"], []
    assert f" {FEATURES}." in read(as_alice, "/smart/")


def test_without_sources_none_is_named(as_alice, client, settings) -> None:
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    for page in (read(as_alice, "/smart/"), read(client, "/privacy/")):
        assert not re.search('ReccoBeats|Brainz|Last.fm| come from <a href="https://(?!open.spotify)', page)
    assert "are asked about tracks" not in read(client, "/privacy/")


def test_the_privacy_page_names_the_sources(client, settings) -> None:
    assert f"ReccoBeats</a>, {MUSICBRAINZ}, {LISTENBRAINZ} and {LASTFM} are asked about tracks" in read(
        client, "/privacy/"
    )
    settings.GENRE_SOURCES = []
    assert "ReccoBeats</a> is asked about tracks" in read(client, "/privacy/")


def test_pages_without_their_values_name_no_source(as_alice) -> None:
    assert "ReccoBeats" not in read(as_alice, "/settings/")
