"""The pages on which people view and edit spreadsheets."""

import html
import re

import pytest

from sandbox.tests.google.google_client import ADA, BEN
from sandbox.tests.google.workbook_requests import apply, fill, properties


@pytest.fixture
def file(world):
    file = world.google.create_spreadsheet("ada", "Songs & <b>more</b>")
    apply(file.workbook, fill(["Artist", "Track"], ["Robyn", "<script>"], ["Abba", "=1+1"]))
    apply(file.workbook, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 1}))
    return file


@pytest.fixture
def edit(url, file):
    return f"{url}/google-docs/spreadsheets/d/{file.id}/edit"


@pytest.fixture
def show(http, edit):
    return lambda **query: http.get(edit, params=query)


@pytest.fixture
def do(http, edit):
    """Submits a form of the page as a person, at a cell."""

    def do(what, at=(0, 0), who=ADA, **fields):
        form = {"do": what, "as": who, "gid": "0", "row": str(at[0]), "column": str(at[1])}
        return http.post(edit, form | fields)

    return do


def cells(answer):
    """Returns the displayed texts by row, without empty ones."""
    rows = re.findall(r"<tr[^>]*><th scope=\"row\".*?</tr>", answer.text, re.DOTALL)
    texts = [[html.unescape(text) for text in re.findall(r"<span[^>]*>(.*?)</span>", row)] for row in rows]
    return [[text for text in row if text] for row in texts if any(row)]


def test_it_shows_the_grid_with_letters_numbers_and_escaped_text(show):
    answer = show()
    assert cells(answer) == [["Artist", "Track"], ["Robyn", "<script>"], ["Abba", "=1+1"]]
    assert "<td><script>" not in answer.text
    assert '<span dir="auto"><script>' not in answer.text
    assert "Songs &amp; &lt;b&gt;more&lt;/b&gt;" in answer.text
    assert '<th scope="col">B</th>' in answer.text
    assert 'class="frozen last"' in answer.text


def test_dates_notes_and_links_look_as_in_google(show, file):
    book = file.workbook
    book.type_cell(0, 3, 0, "2020-01-01 12:30")
    book.type_cell(0, 3, 1, '=HYPERLINK("http://a.example","Open")')
    book.set_note(0, 3, 0, 'my "note"')
    answer = show(row=3, column=1)
    assert cells(answer)[3] == ["2020-01-01 12:30", "Open"]
    assert 'title="my &quot;note&quot;"' in answer.text
    assert 'href="http://a.example"' in answer.text


def test_tabs_are_links_by_gid(show, file, http, edit):
    tab = file.workbook.add_tab("Plans")
    file.workbook.type_cell(tab.gid, 0, 0, "on the second tab")
    assert f"gid={tab.gid}" in show().text
    assert cells(show(gid=tab.gid)) == [["on the second tab"]]


def test_typing_reads_numbers_and_formulas_and_goes_one_cell_down(do, file):
    answer = do("type", (3, 0), text="=1+2")
    assert cells(answer)[3] == ["3"]
    assert "row=4" in answer.url
    do("type", (3, 1), text="12")
    assert file.workbook.values(0)[3][1] == 12


def test_enter_on_an_unchanged_cell_changes_nothing(show, do, file):
    file.workbook.type_cell(0, 3, 0, "'+1")
    before = file.workbook.values(0)
    for row in range(4):
        entry = re.search(r'name="text" value="([^"]*)"', show(row=row, column=0).text)[1]
        do("type", (row, 0), text=html.unescape(entry))
    assert file.workbook.values(0) == before


def test_a_person_sorts_inserts_deletes_and_notes(do, file):
    do("sort", (0, 0))
    assert [row[0] for row in file.workbook.values(0)] == ["Artist", "Abba", "Robyn"]
    do("sort_down", (0, 0))
    do("insert_row", (1, 0))
    do("insert_column", (0, 0))
    do("note", (0, 1), note="mine")
    assert [row[1] if row else None for row in file.workbook.values(0)] == ["Artist", None, "Robyn", "Abba"]
    do("delete_row", (1, 0))
    do("delete_column", (0, 0))
    assert [row[0] for row in file.workbook.values(0)] == ["Artist", "Robyn", "Abba"]
    assert file.workbook.notes(0) == {(0, 0): "mine"}


def test_a_person_adds_and_renames_tabs(do, file):
    do("add_tab")
    do("rename_tab", title="code-1234")
    assert [tab.title for tab in file.workbook.tabs] == ["code-1234", "Sheet2"]


def test_a_refused_edit_is_reported_on_the_page(do, file):
    file.workbook.add_tab("Plans")
    answer = do("rename_tab", title="Plans")
    assert answer.status_code == 400
    assert "A sheet with the name &quot;Plans&quot; already exists." in answer.text


def test_a_person_shares_and_unshares(do, show, file, world):
    do("share", email=world.google.service_account_email, role="writer")
    do("share", email=BEN, role="reader")
    assert file.shares == {world.google.service_account_email: "writer", BEN: "reader"}
    assert "View only" in show(**{"as": BEN}).text
    do("unshare", email=BEN)
    assert list(file.shares) == [world.google.service_account_email]


@pytest.mark.parametrize("role", [None, "reader"])
def test_a_person_without_edit_access_cannot_edit(do, file, world, role):
    if role:
        world.google.share(file.id, "ben", role)
    before = file.workbook.values(0)
    assert do("type", (0, 0), BEN, text="x").status_code == 403
    assert file.workbook.values(0) == before


def test_people_without_access_see_nothing(show):
    answer = show(**{"as": BEN})
    assert answer.status_code == 403
    assert "Robyn" not in answer.text


def test_a_long_sheet_is_paginated_with_its_header_on_each_page(show, file):
    file.workbook.insert_rows(0, 900, 100)
    apply(file.workbook, fill(*[[f"row {number}"] for number in range(500)], top=1))
    assert len(cells(show())) == 200
    second = cells(show(**{"from": 200}))
    assert (second[0][0], second[1][0], len(second)) == ("Artist", "row 199", 201)
    assert "501 rows filled" in show().text


def test_hidden_rows_are_not_shown(show, file):
    file.workbook.hide_rows(0, 1)
    assert cells(show()) == [["Artist", "Track"], ["Abba", "=1+1"]]
    file.workbook.set_filter(0, 0, hidden_values=["Abba"])
    assert cells(show()) == [["Artist", "Track"]]


@pytest.mark.parametrize(
    "query", [{"gid": "x", "row": "-1", "from": "999999999"}, {"column": "99999", "as": ""}]
)
def test_invalid_query_parameters_still_show_a_page(show, query):
    assert show(**query).status_code == 200


def test_files_are_listed_and_created(http, url, world, file):
    assert "Songs &amp; &lt;b&gt;" in http.get(f"{url}/google-docs/").text
    answer = http.post(f"{url}/google-docs/", {"title": "New", "owner": "ben"})
    made = world.google.file(answer.url.split("/")[-2])
    assert (made.owner, made.workbook.title) == (BEN, "New")


def test_there_is_no_such_file(http, url):
    assert http.get(f"{url}/google-docs/spreadsheets/d/nothing/edit").status_code == 404


def test_the_short_address_redirects_to_the_page(http, url, file):
    assert http.get(f"{url}/google-docs/spreadsheets/d/{file.id}").url.endswith("/edit")
