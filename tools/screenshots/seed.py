"""People whose pages are pictured, with libraries of any size made of real tracks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.api_tokens import make_token
from accounts.hints import Hint, dismiss
from accounts.models import ApiToken, Credential, User
from accounts.trigger_links import make_link
from library.models import LibraryState, SavedTrack, Track
from library.rules.conditions import PlaysGenre, Rules, SavedLately
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from notifications.models import CHOSEN_EVENTS
from notifications.webhooks import make_webhook
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.receipt import TabReceipt
from syncer.models import Schedule, SyncRun
from tools.screenshots.catalogue import BATCH, catalogue
from tools.screenshots.runs import add_runs

YEARS = 6
SMART_SHEETS = ("Workout", "Chill")
NEW_RULES = Rules((PlaysGenre("jazz"), PlaysGenre("soul"), SavedLately(90)), match="any")
SPECIAL_TRACKS = 300
"""How many tracks the people have who are pictured for something else than the size of their library."""


def make_person(name: str, tracks: int, *, has_sheet: bool = True) -> User:
    """Returns a person with so many current saves, and a twentieth more that were removed again."""
    user = User.objects.create_user(
        name, display_name=name.title(), spotify_id=name, time_zone="Europe/Berlin", is_active=True
    )
    now = timezone.now()
    for provider in ("spotify", "google"):
        Credential.objects.create(
            user=user,
            provider=provider,
            client_id="app",
            expires_at=now,
            authorized_at=now - timedelta(days=20),
        )
    saves = _save(user, catalogue(tracks + tracks // 20), tracks, now)
    LibraryState.objects.create(
        user=user, complete=True, current_saves=tracks, changed_at=now, reconciled_at=now - timedelta(days=2)
    )
    if has_sheet:
        _link_sheet(user, name, now, tracks)
        add_runs(user, tracks, saves, now)
        _add_programs(user)
    return user


def _link_sheet(user: User, name: str, now: datetime, tracks: int) -> None:
    LinkedSheet.objects.create(
        user=user,
        spreadsheet_id=f"sheet-of-{name}",
        url=f"https://docs.google.com/spreadsheets/d/sheet-of-{name}/edit",
        title="My music",
        method=LinkedSheet.Method.CREATED,
        gid=1,
        columns=list(DEFAULT_COLUMNS),
        linked_at=now - timedelta(days=300),
        confirmed_at=now - timedelta(hours=4),
        time_zone="Europe/Berlin",
    )
    Schedule.objects.create(user=user, next_run_at=now + timedelta(hours=20))
    for place, title in enumerate(SMART_SHEETS):
        SmartTab.objects.create(
            user=user,
            name=title,
            rules=rules_to_json(PRESETS[title]),
            position=place,
            gid=100 + place,
            spreadsheet_id=f"sheet-of-{name}",
            confirmed_at=now - timedelta(hours=4),
            confirmed_receipt=TabReceipt(title, rows=min(tracks // 20, 100)).to_json(),
        )
    # One that no sync has seen yet.
    SmartTab.objects.create(
        user=user, name="القدس في البال", rules=rules_to_json(NEW_RULES), position=9, gid=199
    )
    StatisticsTab.objects.create(
        user=user,
        kind=StatisticsTab.Kind.GENRES,
        spreadsheet_id=f"sheet-of-{name}",
        confirmed_at=now - timedelta(hours=4),
    )


def _add_programs(user: User) -> None:
    make_token(user, name="Home server", scopes=[ApiToken.Scope.READ])
    make_link(user, name="Button at the door")
    make_webhook(user, url="https://home.example/spotify", events=CHOSEN_EVENTS)


def _save(user: User, tracks: Sequence[Track], current: int, now: datetime) -> list[SavedTrack]:
    """Saves the tracks over some years, in waves: people save more in some months than in others."""
    random = Random(7)  # noqa: S311 - pictures
    days = sorted((random.random() ** 0.7) * YEARS * 365 for _ in tracks)
    gone = set(random.sample(range(len(tracks)), len(tracks) - current))
    saves = []
    for place, (track, day) in enumerate(zip(tracks, days, strict=True)):
        added = (now - timedelta(days=YEARS * 365 - day)).replace(microsecond=0)
        removed = min(added + timedelta(days=random.randint(2, 200)), now) if place in gone else None
        saves.append(
            SavedTrack(
                user=user,
                track=track,
                added_at=added,
                noticed_at=added,
                position=place * 1024,
                removed_at=removed,
                removal_confirmed_at=removed,
            )
        )
    return list(SavedTrack.objects.bulk_create(saves, batch_size=BATCH))


def people(sizes: Iterable[int]) -> dict[str, User]:
    """Returns a person for each size of a library, the largest first, so that all share its catalogue."""
    made = {str(size): make_person(f"listener{size}", size) for size in sorted(sizes, reverse=True)}
    if usual := made.get("1400"):
        # The first page as it is on most days; those of other sizes have the offer of the first day.
        dismiss(usual, Hint.WRITE_EVERYTHING)
    return made


def people_in_states() -> dict[str, User]:
    """Returns people by the state that they are pictured for."""
    held = make_person("held", SPECIAL_TRACKS)
    saves = list(held.saved_tracks.filter(removed_at=None).order_by("-position").values_list("pk", flat=True))
    since = timezone.now() - timedelta(hours=5)
    for state, chosen in ((SavedTrack.Missing.HELD, saves[3:40]), (SavedTrack.Missing.KEPT, saves[60:65])):
        SavedTrack.objects.filter(pk__in=chosen).update(missing=state, missing_since=since)
    LibraryState.objects.filter(user=held).update(held_count=37, held_since=since, held_looked_at=since)
    importing = make_person("importing", SPECIAL_TRACKS)
    importing.runs.all().delete()
    SyncRun.objects.create(
        user=importing,
        trigger=SyncRun.Trigger.PERSON,
        state=SyncRun.State.RUNNING,
        started_at=timezone.now() - timedelta(seconds=20),
        lease_until=timezone.now() + timedelta(hours=1),
        phase="reading",
        progress_done=650,
        progress_total=1400,
    )
    ending = make_person("ending", SPECIAL_TRACKS)
    for days, provider in ((170, "spotify"), (20, "google")):
        allowed = timezone.now() - timedelta(days=days)
        ending.credentials.filter(provider=provider).update(authorized_at=allowed)
    return {
        "unlinked": make_person("unlinked", SPECIAL_TRACKS, has_sheet=False),
        "held": held,
        "importing": importing,
        "ending": ending,
    }
