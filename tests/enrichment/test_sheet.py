"""From the sources to the cells: columns fill, only what changed is written, and coverage says how much is known."""

import pytest

from library.coverage import Coverage, coverage
from library.models import ArtistGenre, Features, Genre, LibraryState
from library.queries import genres_of_saved
from sheets.rows import Rows
from tests.enrichment.conftest import COLUMNS, enriched, synced
from tests.enrichment.scripted_sources import person, save, track
from tests.support.cast import link_sheet, sign_in, tab_rows

pytestmark = pytest.mark.django_db(transaction=True)


def by_link(sandbox, sheet) -> dict[str, list]:
    return {row[-1]: row for row in tab_rows(sandbox.world, sheet)[1:]}


def test_columns_fill_in_with_the_load_after_the_values_arrived(sandbox, ada, sheet, no_pauses) -> None:
    synced(ada)
    assert all(row[1:-1] == [None] * 6 for row in by_link(sandbox, sheet).values())
    enriched()
    run = synced(ada)
    assert (run.state, run.receipt["unchanged"]) == ("done", False)
    rows = by_link(sandbox, sheet)
    for entry in sandbox.world.spotify.documents("ada"):
        row = rows[entry["track"]["external_urls"]["spotify"]]
        known = sandbox.world.enrichment.knows_track(entry["track"]["id"])
        assert all(isinstance(value, int | float) == known for value in row[1:6])
    covered = coverage(ada)
    assert covered.with_features == sum(row[1] is not None for row in rows.values())
    assert covered.with_genres == sum(row[6] is not None for row in rows.values())
    assert 0 < covered.with_features < covered.tracks == 60


def test_only_the_cells_that_changed_are_written(sandbox, ada, sheet) -> None:
    synced(ada)
    saved = ada.saved_tracks.select_related("track").first()
    Features.objects.create(track=saved.track, tempo=99.5, known=True, source="reccobeats")
    LibraryState.objects.filter(user=ada).update(enrichment_revision=1)
    before = by_link(sandbox, sheet)
    run = synced(ada)
    assert run.receipt["rows_updated"] == 1
    after = by_link(sandbox, sheet)
    changed = {link: row for link, row in after.items() if row != before[link]}
    assert [row[1:3] for row in changed.values()] == [[99.5, None]]


def test_values_for_columns_that_nobody_chose_cost_nothing_at_google(sandbox, ada) -> None:
    link_sheet(sandbox.world, ada)
    synced(ada)
    LibraryState.objects.filter(user=ada).update(enrichment_revision=1)
    sandbox.world.log.clear()
    assert synced(ada).receipt["unchanged"] is True
    assert sandbox.world.count("google-sheets") == 0


def test_rows_take_the_same_number_of_queries_however_many_there_are(
    db, sandbox, sheet, django_assert_num_queries
) -> None:
    from zoneinfo import ZoneInfo

    def rows() -> int:
        return len(Rows(sheet).desired(ZoneInfo("UTC")))

    for number in range(3):
        save(sheet.user, track(number), number)
    with django_assert_num_queries(4):
        assert rows() == 3
    for number in range(3, 23):
        save(sheet.user, track(number), number)
    with django_assert_num_queries(4):
        assert rows() == 23


def test_a_tracks_genres_are_its_artists_heaviest_first_and_a_few(django_assert_num_queries) -> None:
    alice = person("alice")
    song = track(1, artist="One")
    two = track(2, artist="Two").artists.get()
    song.credits.create(artist=two, place=1)
    save(alice, song)
    weights = {"One": {"rock": 1.0, "pop": 0.2}, "Two": {"jazz": 0.9, "pop": 0.6, "blues": 0.6}}
    for name, genres in weights.items():
        artist = song.artists.get(name=name)
        for genre, weight in genres.items():
            row, _ = Genre.objects.get_or_create(name=genre)
            ArtistGenre.objects.create(artist=artist, genre=row, weight=weight)
    with django_assert_num_queries(1):
        assert genres_of_saved(alice.pk) == {song.pk: "rock, jazz, blues"}


def test_coverage_counts_todays_tracks_once_in_one_query(django_assert_num_queries) -> None:
    alice, bob = person("alice"), person("bob")
    one, two, gone, foreign = (track(number) for number in range(4))
    for saved in (one, two):
        save(alice, saved)
    save(alice, one, 5)
    save(alice, gone, removed=True)
    save(bob, foreign)
    Features.objects.create(track=one, energy=0.0, known=True, source="x")
    Features.objects.create(track=two, known=False, ask_again_at="2027-01-01T00:00Z")
    Features.objects.create(track=foreign, energy=0.1, known=True, source="x")
    genre = Genre.objects.create(name="rock")
    for artist in (one.artists.get(), foreign.artists.get()):
        ArtistGenre.objects.create(artist=artist, genre=genre, weight=1.0)
    with django_assert_num_queries(1):
        assert coverage(alice) == Coverage(tracks=2, with_features=1, with_genres=1)
    assert coverage(person("cleo")) == Coverage(0, 0, 0)


def test_every_source_off_is_no_reason_to_fail(sandbox, settings, ada, sheet) -> None:
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    run = synced(ada)
    assert enriched() == 0
    assert run.state == synced(ada).state == "done"
    assert tab_rows(sandbox.world, sheet)[0] == [
        "Track", "Tempo (BPM)", "Energy", "Danceability", "Acousticness", "Valence", "Genres", "Link",
    ]  # fmt: skip
    assert len(COLUMNS) == 8
    assert coverage(ada) == Coverage(60, 0, 0)


def test_two_people_share_what_was_learned(sandbox, ada, sheet, no_pauses) -> None:
    synced(ada)
    enriched()
    ben = sign_in(sandbox.world, "ben")
    link_sheet(sandbox.world, ben)
    ids = [entry["track"]["id"] for entry in sandbox.world.spotify.documents("ada")]
    sandbox.world.spotify.remove("ben", offsets=range(1400))
    sandbox.world.spotify.save("ben", ids)
    synced(ben)
    sandbox.world.log.clear()
    assert enriched() == 0
    assert not sandbox.world.log
    assert coverage(ben) == coverage(ada)
