"""From the sources to the cells: columns fill, and only what changed is written."""

import pytest

from library.coverage import Coverage, coverage
from library.models import Features, LibraryState
from tests.enrichment.conftest import COLUMNS, enriched, synced
from tests.support.cast import link_sheet, sign_in, tab_rows

pytestmark = pytest.mark.django_db(transaction=True)


def by_link(sandbox, sheet) -> dict[str, list]:
    return {row[-1]: row for row in tab_rows(sandbox.world, sheet)[1:]}


@pytest.mark.slow
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


def test_a_sync_succeeds_with_every_source_off(sandbox, settings, ada, sheet) -> None:
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    run = synced(ada)
    assert enriched() == 0
    assert run.state == synced(ada).state == "done"
    assert tab_rows(sandbox.world, sheet)[0] == [
        "Track", "Tempo (BPM)", "Energy", "Danceability", "Acousticness", "Valence", "Genres", "Link",
    ]  # fmt: skip
    assert len(COLUMNS) == 8
    assert coverage(ada) == Coverage(60, 0, 0)


@pytest.mark.slow
def test_two_people_share_the_values_of_a_track(sandbox, ada, sheet, no_pauses) -> None:
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
