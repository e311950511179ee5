"""What each column of the catalogue shows, as the page of choices says it."""

from __future__ import annotations

LOOKED_UP = "Looked up; empty where unknown."
FROM_0_TO_1 = f"from 0 to 1. {LOOKED_UP}"

SHOWS = {
    "artist": "Everybody credited, joined with commas.",
    "track": "The title.",
    "album": "The album it is on.",
    "added": "When you saved it, in your sheet's time zone.",
    "release_date": "As precise as Spotify knows it: a year, a month or a day.",
    "duration": "Minutes and seconds.",
    "explicit": "TRUE where the label marks it as explicit.",
    "isrc": "The recording's international number.",
    "link": "The track's page on Spotify. Always there: each row is recognised by it.",
    "tempo": f"Beats per minute. {LOOKED_UP}",
    "energy": f"How intense it is, {FROM_0_TO_1}",
    "danceability": f"How well one can dance to it, {FROM_0_TO_1}",
    "acousticness": f"How acoustic it sounds, {FROM_0_TO_1}",
    "valence": f"How cheerful it sounds, {FROM_0_TO_1}",
    "genres": LOOKED_UP,
    "removed_on": "When we noticed that you had removed it; empty while it is saved.",
}
