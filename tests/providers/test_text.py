"""What PostgreSQL takes as a text is known in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from providers.text import is_storable, storable_part
from tests.test_architecture import PRODUCT, ROOT


@pytest.mark.parametrize("text", ["", "a", "näh 𝄞 \x01 \x7f\ufffd\ufffe", "a" * 100_000])
def test_text_is_storable(text: str) -> None:
    assert is_storable(text)
    assert storable_part(text) == text


@pytest.mark.parametrize(
    ("text", "part"),
    [("\0", ""), ("a\0b", "ab"), ("\ud800", ""), ("a\udfffb", "ab"), ("\udfff\ud800", ""), ("ä\0", "ä")],
)
def test_a_nul_or_half_a_surrogate_pair_is_not(text: str, part: str) -> None:
    assert not is_storable(text)
    assert storable_part(text) == part


@pytest.mark.parametrize("value", [None, 1, ["a"], b"a"])
def test_what_is_no_text_has_no_part(value: object) -> None:
    assert storable_part(value) == ""


def test_no_other_file_defines_it() -> None:
    files = [path for package in PRODUCT for path in (ROOT / package).rglob("*.py")]
    assert [
        path for path in files if any(word in path.read_text("utf-8") for word in (r"\0", r"\ud800"))
    ] == [Path(ROOT / "providers/text.py")]
