"""`manage.py enrich`: the lanes in the foreground, and the status of the sources."""

from io import StringIO

import pytest
from django.core.management import call_command

from enrichment import lanes
from library.models import Features
from tests.enrichment.conftest import synced

pytestmark = pytest.mark.django_db(transaction=True)


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("enrich", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_the_command_works_until_nothing_is_left_and_prints_how_much_is_known(
    sandbox, ada, sheet, no_pauses
) -> None:
    synced(ada)
    text = printed()
    known = Features.objects.filter(known=True).count()
    assert f"{known} of 60 tracks have features" in text
    assert "features: Spotify does not serve this installation; it is asked again at" in text
    assert "features: ReccoBeats is being asked." in text
    assert lanes.hold("features") is not None


def test_the_command_works_on_one_lane_and_a_number_of_batches(sandbox, ada, sheet, no_pauses) -> None:
    synced(ada)
    printed("--lane", "features", "--batches", "1")
    assert Features.objects.count() == 40
    assert sandbox.world.count("musicbrainz") == 0


def test_the_status_takes_no_request(sandbox, ada, sheet) -> None:
    synced(ada)
    sandbox.world.log.clear()
    assert "0 of 60 tracks have features" in printed("--status")
    assert not sandbox.world.log


def test_the_command_leaves_a_lane_to_the_worker_that_holds_it(sandbox, ada, sheet) -> None:
    synced(ada)
    lanes.hold("features")
    assert "features: a worker has this lane already" in printed("--lane", "features")
    assert not Features.objects.exists()


def test_the_command_names_the_settings_when_every_source_is_off(settings) -> None:
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    text = printed()
    assert "No source of audio features is switched on here, so they stay unknown." in text
    assert "The operator can name some in GENRE_SOURCES." in text
