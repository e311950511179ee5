"""Parked pages in the database."""

from __future__ import annotations

import json
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.load import parked_pages as parked
from syncer.transform.records import (
    AlbumRecord,
    ArtistRecord,
    Oddity,
    OddityCode,
    ParkedPage,
    SavedTrackRecord,
    TextField,
    TrackRecord,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


maybe = st.none() | texts


albums = st.builds(AlbumRecord, maybe, texts, texts, texts, texts)


tracks = st.builds(
    TrackRecord,
    key=texts,
    spotify_id=maybe,
    uri=texts,
    name=texts,
    artists=st.lists(st.builds(ArtistRecord, maybe, texts), max_size=2).map(tuple),
    album=albums,
    duration_ms=st.none() | st.integers(0),
    explicit=st.none() | st.booleans(),
    isrc=texts,
    is_local=st.booleans(),
)


oddities = st.builds(Oddity, st.sampled_from(get_args(OddityCode)), st.sampled_from(get_args(TextField)))


records = st.builds(
    SavedTrackRecord,
    added_at=st.datetimes(timezones=st.just(UTC)),
    track=st.none() | tracks,
    oddities=st.lists(oddities, max_size=2).map(tuple),
    occurrence=st.integers(0, 3),
)


pages = st.builds(ParkedPage, st.integers(0), st.integers(0), st.lists(records, max_size=3).map(tuple))


@pytest.mark.slow
@given(st.lists(pages, max_size=3).map(tuple))
def test_parked_pages_are_parsed_as_they_were_serialized(some):
    assert parked.parse_pages(json.loads(json.dumps(parked.serialize_pages(some)))) == some
