"""Linking a sheet that is shared with the service account, and every way it can fail, against the sandbox."""

import pytest

from problems.kinds import AskOperator, AskUser, TryLater
from sheets.linking.links import get_link_code, unlink
from sheets.linking.share import link_shared
from sheets.models import LinkCode
from sheets.planner.requests import tag_column
from tests.sheets.linking.conftest import refused
from tests.support.problems import text_of
from tests.support.sheet_harness import synced_sheet

pytestmark = pytest.mark.django_db


def test_the_tab_that_is_named_with_the_code_is_linked(google, book, ada, settings):
    book.add_tab(get_link_code(ada).code)
    gid = book.tabs[1].gid
    sheet = link_shared(ada, f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid=0")
    assert (sheet.spreadsheet_id, sheet.gid, sheet.method) == (book.id, gid, "shared")
    assert google.workbook(book.id).tabs[1].title == "Saved tracks"
    assert sheet.title == "My music"
    assert sheet.url.startswith(f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{book.id}/")
    assert not LinkCode.objects.exists()


def test_the_code_is_accepted_in_lower_case_on_the_first_tab(book, ada):
    book.rename_tab(0, f" {get_link_code(ada).code.lower()} ")
    assert link_shared(ada, book.id).gid == 0


def test_a_title_that_another_tab_has_gets_a_number(google, book, ada):
    book.rename_tab(0, "SAVED TRACKS")
    book.add_tab(get_link_code(ada).code)
    link_shared(ada, book.id)
    assert [tab.title for tab in google.workbook(book.id).tabs] == ["SAVED TRACKS", "Saved tracks 2"]


def test_linking_takes_one_read_and_one_write(sandbox, book, ada):
    book.rename_tab(0, get_link_code(ada).code)
    link_shared(ada, book.id)
    kinds = [entry.kind for entry in sandbox.world.entries("google-sheets")]
    assert kinds == ["get", "batch_update"]


def test_columns_of_an_earlier_link_stay_in_their_order(sandbox, made_once, transactional_db):
    harness = made_once(synced_sheet)
    chosen = ("isrc", "artist", "track", "link", "duration")
    harness.change_settings(columns=chosen)
    gid, before = harness.sheet.gid, harness.headers
    # A column that the person copied carries the tag as well.
    harness.book.batch_update([tag_column(gid, 7, "artist")])
    unlink(harness.user)
    harness.book.rename_tab(gid, get_link_code(harness.user).code)
    sandbox.world.log.clear()
    harness.id = link_shared(harness.user, harness.book.id).pk
    assert [entry.kind for entry in sandbox.world.entries("google-sheets")] == ["get", "batch_update"]
    assert tuple(harness.sheet.columns) == chosen
    harness.sync()
    assert harness.headers[: len(before)] == before


def test_a_tab_without_columns_of_ours_gets_the_usual_ones(book, ada):
    book.rename_tab(0, get_link_code(ada).code)
    # Another tab of it had been written once.
    book.add_tab("Former")
    book.batch_update([tag_column(book.tabs[1].gid, 0, "tempo")])
    assert link_shared(ada, book.id).columns == ["artist", "track", "album", "added", "link"]


def test_the_page_of_this_installations_google_is_an_address_too(book, ada, settings):
    book.rename_tab(0, get_link_code(ada).code)
    assert link_shared(ada, f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{book.id}/edit#gid=0")


def test_without_the_code_another_persons_sheet_cannot_be_linked(book, ada, ben):
    book.rename_tab(0, get_link_code(ada).code)
    assert refused(ben, book.id) == "code_tab_missing"


def test_one_spreadsheet_belongs_to_one_person(google, book, ada, ben):
    book.rename_tab(0, get_link_code(ada).code)
    link_shared(ada, book.id)
    google.workbook(book.id).add_tab(get_link_code(ben).code)
    assert refused(ben, book.id) == "sheet_taken"
    assert google.workbook(book.id).tabs[1].title == get_link_code(ben).code


def test_a_sheet_that_is_not_shared_is_refused(google, ada):
    file = google.create_spreadsheet("ada")
    assert refused(ada, file.id) == "sheet_not_shared"


def test_a_sheet_that_is_shared_for_viewing_only_is_refused(google, book, ada):
    book.rename_tab(0, get_link_code(ada).code)
    google.share(book.id, google.service_account_email, "reader")
    assert refused(ada, book.id) == "sheet_view_only"


def test_an_excel_file_is_refused(google, ada):
    file = google.add_xlsx("ada")
    google.share(file.id, google.service_account_email)
    assert refused(ada, f"https://drive.google.com/file/d/{file.id}/view") == "sheet_is_xlsx"


def test_an_unknown_file_is_refused(sandbox, ada):
    assert refused(ada, "1" * 44) == "sheet_missing"


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1vQabc/pubhtml", "published_copy"),
        ("https://docs.google.com/document/d/" + "1" * 44, "not_a_document"),
        ("https://example.com/" + "1" * 44, "other_host"),
        ("hello", "not_an_address"),
    ],
)
def test_an_address_of_another_document_takes_no_request(sandbox, ada, pasted, code):
    assert refused(ada, pasted) == code
    assert not sandbox.world.entries("google-sheets")


def test_linking_can_be_tried_again_after_a_failure_at_google(sandbox, book, ada):
    sandbox.world.faults.add("google-sheets", "get", {"google": "unavailable"})
    assert refused(ada, book.id, TryLater) == "google_unavailable"


def test_an_unclear_answer_names_the_next_step(sandbox, google, book, ada):
    code = get_link_code(ada).code
    book.rename_tab(0, code)
    sandbox.world.faults.add("google-sheets", "batch_update", {"drop": "after"})
    assert refused(ada, book.id, TryLater) == "linking_unclear"
    google.workbook(book.id).rename_tab(0, code)
    assert link_shared(ada, book.id).gid == 0


def test_linking_without_a_service_account_is_the_operators_problem(settings, sandbox, ada):
    settings.GOOGLE_SERVICE_ACCOUNT = None
    assert refused(ada, "1" * 44, AskOperator) == "google_service_account_missing"


def test_each_refusal_has_a_text_of_its_own(google, book, ada):
    file = google.create_spreadsheet("ada")
    sentences = set()
    for pasted in (file.id, "1" * 44, book.id, "hello", "https://example.com/x"):
        with pytest.raises(AskUser) as problem:
            link_shared(ada, pasted)
        sentences.add(text_of(problem.value))
    assert len(sentences) == 5
