"""The texts of pages and problems, and their translations: locale/<language>/LC_MESSAGES/django.po.

python -m tools.messages            extracts all texts, updates each .po file, compiles the .mo files beside them
python -m tools.messages --check    says what is missing, stale or not compiled, and changes nothing
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("de",)
# The same in every run, so that only texts change the file.
HEADER_DATE = datetime(2026, 11, 28, tzinfo=UTC)
PACKAGES = (
    *("problems", "providers", "accounts", "library", "enrichment", "sheets"),
    *("syncer", "notifications", "website", "api"),
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Names that no language has another word for.
_NAMES = re.compile(
    r"Spotify|Google Sheets|Google|MusicBrainz|ListenBrainz|ReccoBeats|Last\.fm|API|CSV|JSON Lines|JSON|BPM|ISRC"
    r"|width=device-width.*|light dark|open\.spotify\.com/track/…|\{.*"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FIELD = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")


def extracted() -> Catalog:
    """Returns every text of the product's modules and templates, without translations."""
    catalog = Catalog(charset="utf-8")
    for path, source in _sources():
        for line, message, comments, context in extract(
            "python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",)
        ):
            catalog.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return catalog


def _sources() -> Iterator[tuple[str, str]]:
    """Yields (path, Python code): of a template what Django makes of its tags."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text("utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html")):
        code = templatize(path.read_text("utf-8"), origin=str(path))
        # What is between the tags comes as rows of X; an indented one would be a syntax error.
        yield str(path.relative_to(ROOT)), "\n".join(line.lstrip() for line in code.splitlines())


def catalog_of(language: str) -> Catalog:
    """Returns the stored translations."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, texts: Catalog) -> Catalog:
    """Returns the translations with a place for every text, and without those that nothing says any more."""
    catalog = catalog_of(language)
    # Not by likeness: a translation of another text would be shown until somebody looked.
    catalog.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.header_comment = (
        f"# The texts in {language}: `make messages` adds what is new; translate it here."
    )
    catalog.creation_date = catalog.revision_date = HEADER_DATE
    catalog.fuzzy = False
    return catalog


def problems_of(language: str, texts: Catalog) -> list[str]:
    """Returns a line for each text that is not translated, whose fields differ, and for what nothing says any more."""
    stored = catalog_of(language)
    found = [f"{language}: stale: {message.id!r}" for message in stored if _key(message) not in _keys(texts)]
    for message in texts:
        if not message.id:
            continue
        mine = stored.get(_singular(message.id), message.context)
        if mine is None or not _is_complete(mine):
            found.append(f"{language}: not translated: {message.id!r}")
        elif wrong := _wrong_fields(mine):
            found.append(f"{language}: {wrong}: {message.id!r}")
    mo = mo_file(language)
    if not mo.exists() or mo.read_bytes() != compiled(stored):
        found.append(
            f"{language}: {mo.relative_to(ROOT)} is not compiled from the .po file: run `make messages`"
        )
    return found


def _keys(texts: Catalog) -> set[tuple[str, str | None]]:
    return {_key(message) for message in texts}


def _key(message: Message) -> tuple[str, str | None]:
    return _singular(message.id), message.context


def _singular(id_: str | Sequence[str]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def _is_complete(message: Message) -> bool:
    texts = _texts(message.string)
    return bool(texts) and all(texts) and not message.fuzzy


def _texts(value: Sequence[str] | str | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _wrong_fields(message: Message) -> str:
    """Returns what is wrong with the fields of a translation: one that the text does not have raises when it is shown."""
    of_texts = [set(_FIELD.findall(text)) for text in _texts(message.id)]
    known, needed = set.union(*of_texts), set.intersection(*of_texts)
    for text in _texts(message.string):
        fields = set(_FIELD.findall(text))
        if fields - known or needed - fields:
            return "other fields in the translation"
    return ""


def bare_texts(source: str) -> list[str]:
    """Returns the words of a template that stand outside of the tags for translation.

    `<p>Hello {{ name }}</p>` → ["Hello"]; `<p>{% translate "Hello" %}</p>` → [].
    """
    shown: list[str] = []
    skips_until = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if skips_until:
            skips_until = "" if name == skips_until else skips_until
        elif name in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
            skips_until = f"end{name}"
        # Not nothing, or words on both sides of a tag would grow together, and so would an element around it.
        shown.append(token.contents if token.token_type is TokenType.TEXT and not skips_until else " ")
    html = re.sub(r"(?s)<(script|style|svg|code)\b.*?</\1>|<!--.*?-->", " ", "".join(shown))
    attributes = re.findall(r'\b(?:alt|title|placeholder|aria-label|content)="([^"]*)"', html)
    texts = re.sub(r"(?s)<[^>]*>", "\n", html).splitlines() + attributes
    stripped = (re.sub(r"\s+", " ", unescape(text)).strip() for text in texts)
    return [text for text in stripped if _WORD.search(_NAMES.sub("", text))]


def compiled(catalog: Catalog) -> bytes:
    """Returns a .mo file."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def po_file(language: str) -> Path:
    """Returns where translations are stored."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def mo_file(language: str) -> Path:
    """Returns where Django reads them."""
    return po_file(language).with_suffix(".mo")


def write(language: str, texts: Catalog) -> None:
    """Updates the .po file and compiles it."""
    catalog = updated(language, texts)
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Without line numbers, which change with everything.
        write_po(file, catalog, width=120, include_lineno=False, sort_by_file=True)
    mo_file(language).write_bytes(compiled(catalog_of(language)))


def main(arguments: Sequence[str]) -> int:
    """Returns the exit status."""
    texts = extracted()
    if list(arguments) == ["--check"]:
        lines = [line for language in LANGUAGES for line in problems_of(language, texts)]
        print(*lines, sep="\n", end="\n" if lines else "")
        return 1 if lines else 0
    for language in LANGUAGES:
        write(language, texts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
