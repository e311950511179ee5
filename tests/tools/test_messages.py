"""Every word that a person reads can be translated, and is."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools.messages import LANGUAGES, ROOT, bare_texts, compiled, extracted, problems_of, updated

# For developers alone, and pages that others have made.
UNTRANSLATED = {"design/design.html", "ninja/swagger.html", "500.html"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_stale(texts: Catalog, language: str) -> None:
    assert problems_of(language, texts) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_has_words_outside_of_the_tags_for_translation(path: Path) -> None:
    if str(path.relative_to(ROOT / "templates")) not in UNTRANSLATED:
        assert bare_texts(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} {{ name }} · 12</p>', []),
        ("{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}", []),
        ('<img alt="A picture">', ["A picture"]),
        ("{# a comment #}<script>let words;</script><code>word</code>", []),
        ("{% if one %}One{% else %}{{ other }}{% endif %}", ["One"]),
    ],
)
def test_words_that_are_not_marked_are_found(source: str, found: list[str]) -> None:
    assert bare_texts(source) == found


def test_a_text_that_is_gone_loses_its_translation_and_a_new_one_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored, texts = Catalog(locale="de"), Catalog()
    stored.add("Old", "Alt")
    stored.add("Both", "Beide")
    texts.add("New")
    texts.add("Both")
    monkeypatch.setattr("tools.messages.catalog_of", lambda language: stored)
    found = {message.id: message.string for message in updated("de", texts) if message.id}
    assert found == {"Both": "Beide", "New": None}


def test_a_translation_with_other_fields_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, stored = Catalog(), Catalog(locale="de")
    texts.add("%(count)s tracks")
    stored.add("%(count)s tracks", "%(anzahl)s Titel")
    monkeypatch.setattr("tools.messages.catalog_of", lambda language: stored)
    mo = tmp_path / "django.mo"
    mo.write_bytes(compiled(stored))
    monkeypatch.setattr("tools.messages.mo_file", lambda language: mo)
    assert problems_of("de", texts) == ["de: other fields in the translation: '%(count)s tracks'"]
