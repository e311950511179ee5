"""The log of requests to the vendors."""


def test_the_log_has_vendors_requests_with_status_and_person_and_no_query(world, url, get):
    get("/me/tracks", limit=5)

    entry = world.entries("spotify-api")[-1]
    assert (entry.kind, entry.method, entry.status, entry.principal) == ("saved_tracks", "GET", 200, "ada")
    assert entry.path == "/spotify-api/v1/me/tracks"
    assert world.count("spotify-api") == world.count("spotify-api", "saved_tracks") == 1
    assert "control" not in {entry.service for entry in world.log}
