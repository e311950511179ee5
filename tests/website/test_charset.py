"""A request in another charset than UTF-8 is refused with a page, not with an error of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.server import answer_of
from website.charset import is_utf8

ODD = (
    "hex",
    "zlib",
    "rot13",
    "base64",
    "idna",
    "punycode",
    "undefined",
    "utf-16",
    "latin-1",
    "utf-8-sig",
    "x",
)


@pytest.mark.parametrize("charset", ODD)
def test_a_query_in_another_charset_is_refused(charset: str) -> None:
    answer = answer_of("GET", "/privacy/", "a=%41", f"text/plain; charset={charset}")
    assert answer.status == 415
    assert "This request could not be read" in answer.text
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded"])
def test_a_body_in_another_charset_is_refused(kind: str) -> None:
    assert answer_of("POST", "/", "", f"{kind}; charset=zlib", b"a=1").status == 415


@pytest.mark.parametrize(
    "content_type",
    ['a/b; charset="a\0"', "a/b; charset=\xff", "a/b; x*=undefined''%41", "a/b; charset*0=he; charset*1=x"],
)
def test_what_cannot_be_a_charset_is_refused(content_type: str) -> None:
    assert answer_of("GET", "/", "", content_type).status == 415


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "text/plain; charset=UTF-8", 'a/b; Charset="utf8"', "a/b; x=hex", ";"]
)
def test_utf_8_is_taken(content_type: str) -> None:
    assert answer_of("GET", "/privacy/", "a=%41", content_type).status == 200


@given(st.text(st.characters(max_codepoint=255)) | st.from_regex(r'a/b(; ?[a-z]{1,8}="?[ -~]{0,9}){1,4}'))
def test_no_content_type_makes_it_fail(content_type: str) -> None:
    assert is_utf8(content_type) in (True, False)
