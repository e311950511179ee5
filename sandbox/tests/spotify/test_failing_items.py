"""A page that is answered with a server error because of one item."""


def test_every_page_with_the_item_fails_and_the_others_do_not(world, get):
    account = world.spotify.account("ada")
    account.failing_keys = {account.library.items[7].key}
    statuses = [
        get("/me/tracks", limit=limit, offset=offset).status_code
        for offset, limit in ((0, 50), (0, 7), (7, 1), (8, 50), (7, 1))
    ]
    assert statuses == [500, 200, 500, 200, 500]
