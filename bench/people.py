"""People of the sandbox as people of the product, signed in without the browser's detour; and their syncs."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import User
from bench.vendors import Vendors
from library.models import Artist, Track
from library.models.features import Features
from library.models.genres import ArtistGenre, Genre
from providers.source import FEATURE_NAMES
from providers.token_endpoint.records import Grant
from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from syncer import runs, sync
from syncer.models import SyncRun

ALL_COLUMNS = tuple(COLUMNS)


def signed_in(vendors: Vendors, name: str, *, saved: int) -> User:
    """A person with a library of so many tracks, whose Spotify is connected."""
    vendors.grow(name, saved)
    answer = vendors.consent(name)
    grant = Grant(
        access=answer["access_token"],
        refresh=answer["refresh_token"],
        expires_at=timezone.now() + timedelta(seconds=answer["expires_in"]),
        scopes=frozenset(answer["scope"].split()),
    )
    user = User.objects.create_user(name)
    store_consent(user, "spotify", grant, client_id=settings.SPOTIFY_CLIENT_ID, account=name)
    return user


def linked(
    vendors: Vendors,
    user: User,
    *,
    columns: tuple[str, ...] = DEFAULT_COLUMNS,
    scope: LinkedSheet.Scope = LinkedSheet.Scope.ALL,
) -> LinkedSheet:
    """An empty spreadsheet as the person's target, in place of the one they had."""
    LinkedSheet.objects.filter(user=user).delete()
    return LinkedSheet.objects.create(
        user=user,
        spreadsheet_id=vendors.shared_spreadsheet(user.username),
        method=LinkedSheet.Method.SHARED,
        gid=0,
        scope=scope,
        columns=list(columns),
    )


def made_run(user: User) -> SyncRun:
    """What the person's click makes, and a worker has to take."""
    return runs.find_or_make(user, SyncRun.Trigger.PERSON)


def attempted(made: SyncRun) -> SyncRun:
    """Worked on in this process until the run is done or has to wait."""
    run = sync.run_sync(made.pk)
    assert run is not None, "another worker has this run"
    return run


def synced(user: User) -> SyncRun:
    return work_on(made_run(user))


def work_on(made: SyncRun) -> SyncRun:
    """Raises RuntimeError when it does not end well."""
    run = attempted(made)
    if run.state != SyncRun.State.DONE:
        raise RuntimeError(f"the sync did not end: {run.problem_code}: {run.problem_values}")
    return run


def fill_enrichment() -> None:
    """Features and genres for every track, as long as they get: so no cell of 16 columns stays empty."""
    track_ids = Track.objects.values_list("pk", flat=True)
    known = dict.fromkeys(FEATURE_NAMES, 0.123) | {"tempo": 123.456, "known": True, "source": "bench"}
    Features.objects.bulk_create((Features(track_id=pk, **known) for pk in track_ids), batch_size=1000)
    genres = [Genre(name=name) for name in ("progressive metal", "contemporary jazz", "singer-songwriter")]
    Genre.objects.bulk_create(genres)
    artists = Artist.objects.values_list("pk", flat=True)
    links = (ArtistGenre(artist_id=pk, genre=genre, weight=1) for pk in artists for genre in genres)
    ArtistGenre.objects.bulk_create(links, batch_size=1000)
