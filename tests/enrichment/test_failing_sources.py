"""A source that fails at any request, in any way, changes nothing but coverage, and that only for a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from accounts.models import User
from enrichment.models import EnrichmentLane, SourceState
from library.coverage import Coverage, coverage
from library.models import ArtistKnowledge, Features, Genre, SavedTrack
from providers.source import FEATURE_NAMES
from sandbox.world import World
from sheets.models import LinkedSheet
from tests.enrichment.conftest import COLUMNS, enriched, synced
from tests.support.cast import link_sheet, sign_in, tab_rows

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SOURCES = ("spotify-api", "reccobeats", "musicbrainz", "listenbrainz", "lastfm")
PASSING = {
    "500": {"status": 500},
    "503": {"status": 503},
    "429": {"status": 429, "headers": {"Retry-After": "3"}},
    "drop before": {"drop": "before"},
    "drop after": {"drop": "after"},
    "hang": {"hang": 0.6},
    "cut": {"cut": 20},
    "html": {"html": True, "status": 200},
    "html 502": {"html": True, "status": 502},
    "another shape": {"wrong_answer": "shape"},
}
LIES = {
    "out of range": {"wrong_answer": "out_of_range"},
    "wrong ids": {"wrong_answer": "wrong_ids"},
    "forbidden": {"status": 403},
    "bad request": {"status": 400},
}
# What an enrichment in which nothing fails asks for and comes to know; once a process, as all tests begin alike.
UNDISTURBED: list[tuple[list[tuple[str, str, int]], Coverage]] = []
LASTING = LIES | {name: PASSING[name] for name in ("500", "429", "html", "another shape")}


class Small:
    """A library of nine tracks, synced once, whose enrichment is made to fail at chosen requests."""

    def __init__(self, world, user: User, sheet) -> None:
        self.world, self.user, self.sheet = world, user, sheet

    def forget(self) -> None:
        """Nothing is known of any track or artist, and the sources have a clean record."""
        for model in (Features, ArtistKnowledge, Genre, SourceState, EnrichmentLane):
            model.objects.all().delete()
        self.world.faults.clear()
        self.world.log.clear()

    def requests(self) -> list[tuple[str, str, int]]:
        """The requests of an enrichment in which nothing fails: service, kind, and the how manieth of that kind."""
        self.forget()
        enriched()
        # One that an earlier test left hanging is logged late, and without a status.
        kinds = [(entry.service, entry.kind) for entry in self.world.log if entry.status]
        assert {service for service, _ in kinds} == set(SOURCES)
        return [(*kind, kinds[: k + 1].count(kind)) for k, kind in enumerate(kinds)]

    def go_on(self, rounds: int = 6) -> None:
        """Lets the schedule go on as if every pause had passed."""
        for _ in range(rounds):
            SourceState.objects.update(blocked_until=None)
            for model in (Features, ArtistKnowledge):
                model.objects.exclude(missing_sources="").update(ask_again_at=timezone.now())
            if enriched() == 0:
                return

    def outcome(self) -> tuple[object, object]:
        """What a sync leaves, apart from what sources know: saved tracks, and the sheet's own columns."""
        assert synced(self.user).state == "done"
        saved = SavedTrack.objects.order_by("pk").values_list(
            "track__key", "added_at", "position", "removed_at"
        )
        rows = tab_rows(self.world, self.sheet)
        return list(saved), [(row[0], row[-1]) for row in rows]


def sync_nine_tracks(world: World) -> tuple[User, LinkedSheet]:
    world.spotify.remove("ada", offsets=range(9, 60))
    user = sign_in(world, "ada")
    sheet = link_sheet(world, user, scope=LinkedSheet.Scope.ALL)
    LinkedSheet.objects.update(columns=COLUMNS)
    sheet.refresh_from_db()
    assert synced(user).state == "done"
    return user, sheet


@pytest.fixture
def small(made_once, sandbox, settings, no_pauses) -> Small:
    settings.ENRICHMENT_TIMEOUT = 0.25
    settings.SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY = 2
    settings.SPOTIFY_REQUESTS_PER_DAY = settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 1_000_000
    settings.GOOGLE_REQUESTS_PER_MINUTE = settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE = 1_000_000
    settings.HEAL_EVERY = settings.HEAL_EVERY * 100
    quotas = sandbox.world.google.quotas
    quotas.reads = quotas.reads_per_user = quotas.writes = quotas.writes_per_user = None
    return Small(sandbox.world, *made_once(sync_nine_tracks))


def undisturbed(small: Small) -> tuple[list[tuple[str, str, int]], Coverage]:
    if not UNDISTURBED:
        UNDISTURBED.append((small.requests(), coverage(small.user)))
    return UNDISTURBED[0]


def swept(
    small: Small, points: list[tuple[str, str, int]], effect: dict, *, times: int
) -> Iterator[tuple[str, Coverage]]:
    """Fails at each request in turn; yields where, and how much is known in the end."""
    right = small.outcome()
    for service, kind, nth in points:
        small.forget()
        small.world.faults.add(service, kind, effect, nth=nth, times=times)
        enriched()
        assert small.outcome() == right, f"while {service} was failing at its request {nth}"
        small.go_on()
        assert small.outcome() == right, f"after {service} had failed at its request {nth}"
        yield f"{service} {nth}", coverage(small.user)


def no_zero_for_unknown() -> bool:
    unknown = Features.objects.filter(known=False)
    return not unknown.exclude(**dict.fromkeys(FEATURE_NAMES)).exists()


@pytest.mark.parametrize("effect", PASSING.values(), ids=PASSING.keys())
def test_a_source_that_fails_once_at_any_request_delays_what_it_knows_and_no_more(small, effect) -> None:
    points, whole = undisturbed(small)
    assert whole.with_features and whole.with_genres
    less = [place for place, covered in swept(small, points, effect, times=1) if covered != whole]
    print(f"{effect}: {len(points)} points swept")
    assert not less


@pytest.mark.parametrize("effect", LASTING.values(), ids=LASTING.keys())
def test_a_source_that_fails_from_any_request_on_for_ever_costs_coverage_and_no_more(small, effect) -> None:
    points, whole = undisturbed(small)
    for place, covered in swept(small, points, effect, times=0):
        assert covered.with_features <= whole.with_features, place
        assert covered.with_genres <= whole.with_genres, place
        assert no_zero_for_unknown(), place
    print(f"{effect}: {len(points)} points swept, for ever")
