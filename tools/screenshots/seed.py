"""People whose pages are pictured, with libraries of any size made of real tracks; everything is the same in each run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.models import Credential, User
from library.models import (
    Album,
    Artist,
    ArtistGenre,
    ArtistKnowledge,
    Features,
    Genre,
    LibraryState,
    SavedTrack,
    Track,
    TrackArtist,
)
from library.rules.conditions import PlaysGenre, Rules, SavedLately
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from library.search import search_text
from providers.source import FEATURE_NAMES
from sandbox.spotify import source
from sandbox.spotify.features import measured
from sandbox.spotify.genres import artist_genres
from sandbox.spotify.tracks import Album as SourceAlbum
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet, SmartTab
from sheets.receipt import TabReceipt
from syncer.models import Schedule, SyncRun
from syncer.receipt import Receipt, RemovedTrack, Requests

Row = TypeVar("Row", bound=Model)
YEARS = 6
SMART_SHEETS = ("Workout", "Chill")
NEW_RULES = Rules((PlaysGenre("jazz"), PlaysGenre("soul"), SavedLately(90)), match="any")
# Names as strangers give them: long, right to left, with markup in them.
ODD_TRACKS = (
    ("زهرة المدائن", "فيروز", "القدس في البال"),
    ("<script>alert(1)</script> & Friends", "O'Brien “Quote”", "</td>"),
    (
        "A title that somebody made three hundred letters long, to see what happens " * 4,
        "Somebody " * 12,
        "Long",
    ),
    ("夜に駆ける", "YOASOBI", "THE BOOK"),
)


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
    saves = _save(user, _catalogue(tracks + tracks // 20), tracks, now)
    LibraryState.objects.create(
        user=user, complete=True, current_saves=tracks, changed_at=now, reconciled_at=now - timedelta(days=2)
    )
    if has_sheet:
        _link_sheet(user, name, now, tracks)
        _add_runs(user, tracks, saves, now)
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


def _add_runs(user: User, tracks: int, saves: Sequence[SavedTrack], now: datetime) -> None:
    random = Random(9)  # noqa: S311 - pictures
    names = [save.track.full_name for save in saves[-8:] if save.track]
    for day in range(40):
        at = now - timedelta(days=day, hours=4)
        came = random.choice((0, 0, 1, 2, 5)) if tracks else 0
        receipt = Receipt(
            spotify_total=tracks,
            database=tracks,
            added=came,
            removed=1 if day == 3 and tracks else 0,
            changed=0,
            saved_again=0,
            came=names[:came],
            went=[RemovedTrack(names[-1])] if day == 3 and tracks else [],
            read_kind="recent",
            seconds={"read": 0.4, "write": 1.1},
            requests=Requests(1, 1, 1 if came else 0),
        )
        has_failed = day == 7
        SyncRun.objects.create(
            user=user,
            trigger=random.choice(("schedule", "schedule", "person", "api")),
            state="failed" if has_failed else "done",
            problem_code="spotify_unavailable" if has_failed else "",
            created_at=at,
            started_at=at,
            finished_at=at + timedelta(seconds=2),
            receipt=receipt.to_json(),
            spotify_requests=1,
        )


def _catalogue(count: int) -> list[Track]:
    """Returns so many tracks of the catalogue, which the first call makes: no later one may want more."""
    if not _made:
        _made.extend(_make_catalogue(count))
    return _made[:count]


_made: list[Track] = []


def _make_catalogue(count: int) -> list[Track]:
    """Returns so many tracks; those behind the real ones are variants of them."""
    documents = source.source_tracks()
    artists = {a.id: Artist(key=a.id, spotify_id=a.id, name=a.name) for one in documents for a in one.artists}
    artists |= {name: Artist(key=f"odd:{name}", name=name) for _, name, _ in ODD_TRACKS}
    albums = {one.album.id: _album(one.album) for one in documents}
    albums |= {name: Album(key=f"odd:{name}", name=name, release_date="1974-05") for *_, name in ODD_TRACKS}
    stored_artists = _stored(Artist, artists)
    stored_albums = _stored(Album, albums)
    tracks, credits_, features = [], [], []
    for number in range(count):
        place = (number * 37) % (len(documents) + len(ODD_TRACKS))
        round_ = number // (len(documents) + len(ODD_TRACKS))
        if place < len(ODD_TRACKS):
            title, name, album_name = ODD_TRACKS[place]
            names, album, isrc, length = [name], stored_albums[album_name], "", 200_000
            spotify_id, explicit = f"odd{place}", None
        else:
            one = documents[place - len(ODD_TRACKS)]
            title, album, isrc, length = one.name, stored_albums[one.album.id], one.isrc, one.duration_ms
            names, spotify_id, explicit = [a.id for a in one.artists], one.id, one.explicit
        suffix = f" - Take {round_ + 1}" if round_ else ""
        key = f"{spotify_id}{f'-{round_}' if round_ else ''}"
        line = ", ".join(stored_artists[name].name for name in names)
        track = Track(
            key=key,
            spotify_id=key,
            name=title + suffix,
            album=album,
            artist_line=line,
            isrc=isrc,
            duration_ms=length,
            explicit=explicit,
            search_text=search_text(line, title + suffix, album.name, isrc),
        )
        tracks.append(track)
        credits_ += [TrackArtist(track=track, artist=stored_artists[n], place=p) for p, n in enumerate(names)]
        if number % 7:
            values = measured(isrc) if isrc else {"tempo": 100.0, **dict.fromkeys(FEATURE_NAMES[1:], 0.5)}
            chosen = {name: values[name] for name in FEATURE_NAMES}
            features.append(Features(track=track, known=True, source="reccobeats", **chosen))
    Track.objects.bulk_create(tracks, batch_size=500)
    TrackArtist.objects.bulk_create(credits_, batch_size=500)
    Features.objects.bulk_create(features, batch_size=500)
    _add_genres(stored_artists)
    return tracks


def _album(album: SourceAlbum) -> Album:
    wide, medium, small = [one["url"] for one in album.document()["images"]] or ["", "", ""]
    return Album(
        key=album.id,
        spotify_id=album.id,
        name=album.name,
        release_date=album.release_date,
        image_url=wide,
        medium_image_url=medium,
        small_image_url=small,
    )


def _add_genres(artists: dict[str, Artist]) -> None:
    found = {name: counts for name, counts in artist_genres().items() if name in artists and counts}
    names = sorted({genre for counts in found.values() for genre in counts})
    genres = _stored(Genre, {name: Genre(name=name) for name in names})
    links = [
        ArtistGenre(artist=artists[name], genre=genres[genre], weight=count / max(counts.values()))
        for name, counts in found.items()
        for genre, count in counts.most_common(5)
    ]
    ArtistGenre.objects.bulk_create(links, batch_size=500)
    known = [ArtistKnowledge(artist=artists[name], known=True, source="musicbrainz") for name in found]
    ArtistKnowledge.objects.bulk_create(known, batch_size=500)


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
    return list(SavedTrack.objects.bulk_create(saves, batch_size=500))


def _stored(model: type[Row], rows: dict[str, Row]) -> dict[str, Row]:
    made: Any = model._default_manager
    made.bulk_create(rows.values(), batch_size=500)
    return rows


def people(sizes: Iterable[int]) -> dict[int, User]:
    """Returns a person for each size of a library, the largest first, so that all share its catalogue."""
    return {size: make_person(f"listener{size}", size) for size in sorted(sizes, reverse=True)}
