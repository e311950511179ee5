"""Both ways of linking a sheet, and every way they can fail, against the sandbox."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import User
from problems.kinds import AskOperator, AskUser, Reconnect, TryLater
from providers.token_endpoint.records import Grant
from sheets.linking.create import create_spreadsheet
from sheets.linking.links import get_link_code, unlink
from sheets.linking.share import link_shared
from sheets.models import LinkCode, LinkedSheet
from tests.support.cast import make_user
from tests.support.problems import text_of

pytestmark = pytest.mark.django_db
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
CLIENT = "sandbox-google-client.apps.googleusercontent.com"


@pytest.fixture
def ada(db) -> User:
    return make_user("ada", display_name="Ada")


@pytest.fixture
def ben(db) -> User:
    return make_user("ben", display_name="Ben")


@pytest.fixture
def google(sandbox):
    return sandbox.world.google


@pytest.fixture
def book(google):
    """A spreadsheet of Ada's own, shared with the service account."""
    file = google.create_spreadsheet("ada", "My music")
    google.share(file.id, google.service_account_email)
    return file.workbook


def connect(google, user: User) -> None:
    email = google.email(user.username)
    grant = Grant(
        access=google.grants.issue_access(email, CLIENT, {DRIVE_FILE}),
        refresh=google.grants.issue_refresh(email, CLIENT, {DRIVE_FILE}),
        expires_at=timezone.now() + timedelta(hours=1),
        scopes=frozenset([DRIVE_FILE]),
    )
    store_consent(user, "google", grant, client_id=CLIENT, account=email)


def refused(user: User, pasted: str, kind=AskUser) -> str:
    with pytest.raises(kind) as problem:
        link_shared(user, pasted)
    assert not LinkedSheet.objects.filter(user=user).exists()
    return problem.value.code


class TestCreating:
    def test_it_makes_a_spreadsheet_in_the_persons_own_drive(self, google, ada, settings):
        connect(google, ada)
        sheet = create_spreadsheet(ada)
        file = google.file(sheet.spreadsheet_id)
        assert file.owner == "ada@example.com"
        assert file.workbook.title == "Tracksheet — saved tracks"
        tab = file.workbook.get()["sheets"][0]["properties"]
        assert (tab["title"], tab["gridProperties"]["frozenRowCount"], tab["sheetId"]) == (
            "Saved tracks",
            1,
            sheet.gid,
        )
        assert (sheet.method, sheet.title) == ("created", "Tracksheet — saved tracks")
        assert sheet.columns == ["artist", "track", "album", "added", "link"]
        assert sheet.url.startswith(f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{sheet.spreadsheet_id}/")

    def test_it_keeps_the_persons_time_zone(self, google, ada):
        ada.time_zone = "Europe/Lisbon"
        connect(google, ada)
        assert google.workbook(create_spreadsheet(ada).spreadsheet_id).time_zone == "Europe/Lisbon"

    def test_it_needs_google(self, google, ada):
        with pytest.raises(Reconnect) as problem:
            create_spreadsheet(ada)
        assert problem.value.vendor == "google"

    @pytest.mark.parametrize("effect", [{"drop": "after"}, {"google": "unavailable"}, {"cut": 3}])
    def test_no_clear_answer_makes_no_second_one(self, sandbox, google, ada, effect):
        connect(google, ada)
        sandbox.world.faults.add("google-sheets", "create", effect)
        with pytest.raises(TryLater) as problem:
            create_spreadsheet(ada)
        assert problem.value.code == "creating_unclear"
        assert sandbox.world.count("google-sheets", "create") == 1
        assert not LinkedSheet.objects.exists()

    def test_who_has_a_sheet_keeps_it(self, google, ada):
        connect(google, ada)
        create_spreadsheet(ada)
        with pytest.raises(AskUser) as problem:
            create_spreadsheet(ada)
        assert problem.value.code == "sheet_already_linked"
        assert len(google.spreadsheets) == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_double_click_makes_one(self, sandbox, google, ada):
        connect(google, ada)
        sandbox.world.latency["google-sheets"] = 0.3

        def click(_: int) -> str:
            from django.db import connection

            try:
                return create_spreadsheet(ada).spreadsheet_id
            except (TryLater, AskUser) as problem:
                return problem.code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(click, range(2)))
        assert len(google.spreadsheets) == LinkedSheet.objects.count() == 1


class TestAdopting:
    def test_it_takes_over_the_tab_that_carries_the_code(self, google, book, ada, settings):
        book.add_tab(get_link_code(ada).code)
        gid = book.tabs[1].gid
        sheet = link_shared(ada, f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid=0")
        assert (sheet.spreadsheet_id, sheet.gid, sheet.method) == (book.id, gid, "shared")
        assert google.workbook(book.id).tabs[1].title == "Saved tracks"
        assert sheet.title == "My music"
        assert sheet.url.startswith(f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{book.id}/")
        assert not LinkCode.objects.exists()

    def test_the_first_tab_and_a_code_in_small_letters_will_do(self, book, ada):
        book.rename_tab(0, f" {get_link_code(ada).code.lower()} ")
        assert link_shared(ada, book.id).gid == 0

    def test_a_title_that_is_taken_is_left_to_whom_it_belongs(self, google, book, ada):
        book.rename_tab(0, "SAVED TRACKS")
        book.add_tab(get_link_code(ada).code)
        link_shared(ada, book.id)
        assert [tab.title for tab in google.workbook(book.id).tabs] == ["SAVED TRACKS", "Saved tracks 2"]

    def test_it_costs_one_read_and_one_write(self, sandbox, book, ada):
        book.rename_tab(0, get_link_code(ada).code)
        link_shared(ada, book.id)
        kinds = [entry.kind for entry in sandbox.world.entries("google-sheets")]
        assert kinds == ["get", "batch_update"]

    def test_the_page_of_this_installations_google_is_an_address_too(self, book, ada, settings):
        book.rename_tab(0, get_link_code(ada).code)
        assert link_shared(ada, f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{book.id}/edit#gid=0")

    def test_without_the_code_another_persons_sheet_cannot_be_linked(self, book, ada, ben):
        book.rename_tab(0, get_link_code(ada).code)
        assert refused(ben, book.id) == "code_tab_missing"

    def test_the_code_is_the_same_until_it_is_used_and_each_persons_own(self, ada, ben):
        assert get_link_code(ada) == get_link_code(ada)
        assert get_link_code(ada).code != get_link_code(ben).code
        assert len(get_link_code(ada).code) == 6

    def test_one_spreadsheet_belongs_to_one_person(self, google, book, ada, ben):
        book.rename_tab(0, get_link_code(ada).code)
        link_shared(ada, book.id)
        google.workbook(book.id).add_tab(get_link_code(ben).code)
        assert refused(ben, book.id) == "sheet_taken"
        assert google.workbook(book.id).tabs[1].title == get_link_code(ben).code

    def test_a_sheet_that_is_not_shared(self, google, ada):
        file = google.create_spreadsheet("ada")
        assert refused(ada, file.id) == "sheet_not_shared"

    def test_a_sheet_that_may_only_be_looked_at(self, google, book, ada):
        book.rename_tab(0, get_link_code(ada).code)
        google.share(book.id, google.service_account_email, "reader")
        assert refused(ada, book.id) == "sheet_view_only"

    def test_an_excel_file(self, google, ada):
        file = google.add_xlsx("ada")
        google.share(file.id, google.service_account_email)
        assert refused(ada, f"https://drive.google.com/file/d/{file.id}/view") == "sheet_is_xlsx"

    def test_no_such_file(self, sandbox, ada):
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
    def test_an_address_of_something_else_asks_google_nothing(self, sandbox, ada, pasted, code):
        assert refused(ada, pasted) == code
        assert not sandbox.world.entries("google-sheets")

    def test_google_down(self, sandbox, book, ada):
        sandbox.world.faults.add("google-sheets", "get", {"google": "unavailable"})
        assert refused(ada, book.id, TryLater) == "google_unavailable"

    def test_an_unclear_answer_names_the_next_step(self, sandbox, google, book, ada):
        code = get_link_code(ada).code
        book.rename_tab(0, code)
        sandbox.world.faults.add("google-sheets", "batch_update", {"drop": "after"})
        assert refused(ada, book.id, TryLater) == "linking_unclear"
        google.workbook(book.id).rename_tab(0, code)
        assert link_shared(ada, book.id).gid == 0

    def test_a_site_without_a_service_account(self, settings, sandbox, ada):
        settings.GOOGLE_SERVICE_ACCOUNT = None
        assert refused(ada, "1" * 44, AskOperator) == "google_service_account_missing"

    def test_all_ways_to_fail_have_sentences_of_their_own(self, google, book, ada):
        file = google.create_spreadsheet("ada")
        sentences = set()
        for pasted in (file.id, "1" * 44, book.id, "hello", "https://example.com/x"):
            with pytest.raises(AskUser) as problem:
                link_shared(ada, pasted)
            sentences.add(text_of(problem.value))
        assert len(sentences) == 5


class TestUnlinking:
    def test_the_sheet_stays_as_it_is(self, sandbox, book, ada):
        book.rename_tab(0, get_link_code(ada).code)
        link_shared(ada, book.id)
        before = len(sandbox.world.entries("google-sheets"))
        unlink(ada)
        assert not LinkedSheet.objects.exists()
        assert len(sandbox.world.entries("google-sheets")) == before

    def test_another_can_be_linked_and_the_same_one_by_another_person(self, google, book, ada, ben):
        book.rename_tab(0, get_link_code(ada).code)
        link_shared(ada, book.id)
        unlink(ada)
        connect(google, ada)
        assert create_spreadsheet(ada).spreadsheet_id != book.id
        google.workbook(book.id).rename_tab(0, get_link_code(ben).code)
        assert link_shared(ben, book.id).user == ben

    def test_unlinking_nothing_is_no_mistake(self, ada):
        unlink(ada)

    def test_a_turn_that_failed_is_given_back(self, sandbox, ada):
        refused(ada, "hello")
        assert cache.get(f"linking:{ada.pk}") is None
