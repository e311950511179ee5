"""JSON of any shape, with the keys and values that vendors' answers have."""

from hypothesis import strategies as st

from providers.source import ArtistRef, TrackRef

TRACKS = [TrackRef(1, "t1"), TrackRef(2, "t2")]
ARTISTS = [ArtistRef(1, "a1", "One"), ArtistRef(2, "a2", "Two")]
MBIDS = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]
KEYS = [
    "content", "href", "energy", "tempo", "audio_features", "id", "genres", "urls", "resource", "relations",
    "artist", "artist_mbid", "tag", "count", "toptags", "name", "error", "@attr",
]  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["t1", "a1", *MBIDS, "https://open.spotify.com/artist/a1", "http://[", "x/track/t1"])
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=30,
)
