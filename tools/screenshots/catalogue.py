"""The catalogue of pictured people: real tracks, variants of them, and names as strangers give them."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from library.models import Album, Artist, ArtistGenre, ArtistKnowledge, Features, Genre, Track, TrackArtist
from library.search import search_text
from providers.source import FEATURE_NAMES
from sandbox.spotify import source
from sandbox.spotify.features import measured
from sandbox.spotify.genres import artist_genres
from sandbox.spotify.tracks import Album as SourceAlbum

Row = TypeVar("Row", bound=Model)
BATCH = 1000
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


def catalogue(count: int) -> list[Track]:
    """Returns so many tracks of the catalogue, which the first call makes: no later one may want more."""
    if not count:
        return []
    stored = list(Track.objects.select_related("album").order_by("pk")[:count])
    return stored or _make_catalogue(count)


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
    Track.objects.bulk_create(tracks, batch_size=BATCH)
    TrackArtist.objects.bulk_create(credits_, batch_size=BATCH)
    Features.objects.bulk_create(features, batch_size=BATCH)
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
    ArtistGenre.objects.bulk_create(links, batch_size=BATCH)
    known = [ArtistKnowledge(artist=artists[name], known=True, source="musicbrainz") for name in found]
    ArtistKnowledge.objects.bulk_create(known, batch_size=BATCH)


def _stored(model: type[Row], rows: dict[str, Row]) -> dict[str, Row]:
    made: Any = model._default_manager
    made.bulk_create(rows.values(), batch_size=BATCH)
    return rows
