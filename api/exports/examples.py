"""Examples of files: one save in each."""

from __future__ import annotations

from api.examples import Example
from api.tracks.examples import SAVED

CSV = (
    "save_id,track_id,spotify_id,url,title,artists,album,isrc,duration_ms,explicit,release_date,added_at,removed_at,"
    "genres,genre_sources,tempo,energy,danceability,acousticness,valence,features_source\r\n"
    "52,4711,7ouMYWpwJ422jRcDASZB7P,https://open.spotify.com/track/7ouMYWpwJ422jRcDASZB7P,Says,Nils Frahm,Spaces,"
    'DEBL61302103,499000,false,2013-11-15,2026-11-05T12:00:00Z,,"ambient, modern classical",lastfm,'
    "118.5,0.35,0.28,0.71,0.09,reccobeats\r\n"
)

EXAMPLES = {
    "export_csv": Example(parameters={"removed": "any", "sort": "artist", "direction": "asc"}, answer=CSV),
    "export_jsonl": Example(parameters={"as_of": "2026-11-30"}, answer=SAVED),
}
