"""Library pages a second of the sandbox, with the client on the same core: taskset -c 0 python -m bench.sandbox_pages"""

import http.client
import time

import sandbox

PAGES = 200


def main() -> None:
    world = sandbox.World()
    world.spotify.grow("ada", PAGES * 50)
    token = world.spotify.consent("ada")["access_token"]
    with sandbox.start(world) as server:
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
        for turn in ("first reading, each track encoded", "second reading"):
            print(f"{PAGES / _read(connection, token):,.0f} pages/s ({turn})")
        connection.close()


def _read(connection: http.client.HTTPConnection, token: str) -> float:
    """Seconds for the whole library in pages of 50."""
    begun = time.perf_counter()
    for page in range(PAGES):
        path = f"/spotify-api/v1/me/tracks?limit=50&offset={page * 50}"
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        connection.getresponse().read()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
