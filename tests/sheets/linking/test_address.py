"""Every form of address that Google gives out, and every one that is something else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems.kinds import AskUser
from sheets.linking.address import Address, parse_address
from tests.support.problems import text_of

ID = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"
XLSX = "1aBcDeFgHiJkLmNoPqRsTuVwXyZ012345"
DOCS = "https://docs.google.com"


@pytest.mark.parametrize(
    ("pasted", "gid"),
    [
        (f"https://docs.google.com/spreadsheets/d/{ID}", None),
        (f"https://docs.google.com/spreadsheets/d/{ID}/", None),
        (f"https://docs.google.com/spreadsheets/d/{ID}/edit", None),
        (f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0", 0),
        (f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=17#gid=18", 18),
        (f"https://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing&gid=17", 17),
        (f"https://docs.google.com/spreadsheets/d/{ID}/view", None),
        (f"https://docs.google.com/spreadsheets/d/{ID}/copy", None),
        (f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit", None),
        (f"https://docs.google.com/a/example.com/spreadsheets/d/{ID}/edit", None),
        (f"https://drive.google.com/open?id={ID}&usp=drive_copy", None),
        (f"https://drive.google.com/file/d/{ID}/view?usp=sharing", None),
        (f"https://docs.google.com/spreadsheet/ccc?key={ID}#gid=3", 3),
        (f"http://docs.google.com/spreadsheets/d/{ID}/edit", None),
        (f"docs.google.com/spreadsheets/d/{ID}/edit", None),
        (f"  <https://docs.google.com/spreadsheets/d/{ID}/edit#gid=5>\n", 5),
        (f"https://DOCS.GOOGLE.COM/spreadsheets/d/{ID}", None),
        (ID, None),
        (f" {ID} ", None),
    ],
)
def test_it_reads_every_form_that_google_gives_out(pasted, gid):
    assert parse_address(pasted, DOCS) == Address(ID, gid)


def test_it_takes_the_shorter_id_of_an_excel_file_too_since_google_tells_them_apart():
    assert (
        parse_address(f"https://docs.google.com/spreadsheets/d/{XLSX}/edit?rtpof=true", DOCS).spreadsheet_id
        == XLSX
    )


def test_it_knows_this_installations_own_address_of_google():
    docs = "http://127.0.0.1:9000/google-docs"
    assert parse_address(f"{docs}/spreadsheets/d/{ID}/edit#gid=4", docs) == Address(ID, 4)


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        (
            "https://docs.google.com/spreadsheets/d/e/2PACX-1vQabcdefghijklmnopqrstuvwxyz/pubhtml",
            "published_copy",
        ),
        (f"https://docs.google.com/spreadsheets/d/e/2PACX-{ID}/pub?output=csv", "published_copy"),
        ("https://docs.google.com/forms/d/1FAIpQLSdabcdefghijklmnopqrst/viewform", "not_a_form"),
        (f"https://docs.google.com/document/d/{ID}/edit", "not_a_document"),
        (f"https://docs.google.com/presentation/d/{ID}/edit", "not_a_presentation"),
        (f"https://drive.google.com/drive/folders/{ID}", "not_a_folder"),
        (f"https://drive.google.com/drive/u/0/folders/{ID}", "not_a_folder"),
        ("https://docs.google.com/spreadsheets/u/0/", "no_spreadsheet_in_address"),
        ("https://docs.google.com/spreadsheets/d/short/edit", "no_spreadsheet_in_address"),
        (f"https://evil.example/spreadsheets/d/{ID}/edit", "other_host"),
        (f"https://docs.google.com.evil.example/spreadsheets/d/{ID}", "other_host"),
        (f"https://docs.google.com@evil.example/spreadsheets/d/{ID}", "other_host"),
        (f"http://127.0.0.1:9000/google-docs/spreadsheets/d/{ID}", "other_host"),
        ("https://1drv.ms/x/s!Aabcdefghijklmnopqrstuv", "other_host"),
        (f"ftp://docs.google.com/spreadsheets/d/{ID}", "not_an_address"),
        ("javascript:alert(1)", "not_an_address"),
        ("my spreadsheet", "not_an_address"),
        ("https://[docs.google.com", "not_an_address"),
        ("", "not_an_address"),
    ],
)
def test_it_refuses_everything_else_with_a_sentence_of_its_own(pasted, code):
    with pytest.raises(AskUser) as refused:
        parse_address(pasted, DOCS)
    assert refused.value.code == code
    assert text_of(refused.value).endswith(".")


def test_each_refusal_has_its_own_sentence():
    sentences = set()
    for path in (
        "forms/d/x/",
        "document/d/x/",
        "presentation/d/x/",
        "drive/folders/x",
        "spreadsheets/d/e/2PACX-1/pub",
    ):
        with pytest.raises(AskUser) as refused:
            parse_address(f"https://docs.google.com/{path}", DOCS)
        sentences.add(text_of(refused.value))
    assert len(sentences) == 5


@given(
    st.one_of(
        st.text(),
        st.text().map("https://docs.google.com/".__add__),
        st.text().map("https://".__add__),
        st.text().map(f"https://docs.google.com/spreadsheets/d/{ID}".__add__),
    )
)
def test_nothing_that_can_be_pasted_is_an_accident(pasted):
    try:
        found = parse_address(pasted, DOCS)
    except AskUser as problem:
        assert text_of(problem)
    else:
        assert re.fullmatch(r"[A-Za-z0-9_-]{20,200}", found.spreadsheet_id)
