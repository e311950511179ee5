"""The clock and the reset of a world."""


def test_the_clock_can_be_advanced(world):
    before = world.now()
    world.advance(3600)
    assert 3600 <= (world.now() - before).total_seconds() < 3660


def test_reset_restores_the_initial_state(world):
    world.spotify.remove("ada", offsets=range(60))
    world.advance(999)
    world.faults.add("spotify-api", None, {"status": 503}, times=0)
    world.latency["*"] = 1
    world.reset()

    assert len(world.spotify.library("ada")) == 60
    assert world.faults.take("spotify-api", "me") is None
    assert (world.latency, world.log, world.offset.total_seconds()) == ({}, [], 0)
