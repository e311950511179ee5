"""Every sentence of the privacy page, and of the first page's promises, stands in docs/promises.md with what holds it."""

from tests.support.promises import PRIVACY_PAGE, WELCOME_PAGE, promises, sentences_of_page


def forms_of_the_page(client, as_alice, settings) -> list[str]:
    """Returns the sentences of all its forms, in their order: with an operator, sources and times, and without any."""
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Ada Example", "ada@tracks.example"
    settings.LASTFM_API_KEY, settings.LOG_DAYS, settings.BACKUP_DAYS = "key", 14, 30
    full = sentences_of_page(client.get("/privacy/").content.decode())
    settings.OPERATOR_NAME = settings.OPERATOR_CONTACT = ""
    settings.LOG_DAYS = settings.BACKUP_DAYS = 0
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    bare = sentences_of_page(as_alice.get("/privacy/").content.decode())
    return list(dict.fromkeys(full + bare))


def test_every_sentence_of_the_privacy_page_is_held(client, as_alice, settings) -> None:
    shown = forms_of_the_page(client, as_alice, settings)
    assert len(shown) > 50
    assert sorted(shown) == sorted(promises(PRIVACY_PAGE))


def test_every_promise_of_the_welcome_page_is_held(client) -> None:
    page = client.get("/").content.decode()
    shown = sentences_of_page(page, '<section class="promises">', "</section>")
    assert sorted(shown) == sorted(promises(WELCOME_PAGE))
