"""One sync from end to end, over real HTTP: what ends in the database, the sheet and the receipt."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Credential, User
from library.models import SavedTrack
from problems.kinds import Problem
from sheets.models import LinkedSheet
from syncer import runs, sync
from syncer.models import Schedule, SyncRun
from tests.support.cast import link_sheet, sign_in, tab_rows
from tests.support.problems import text_of
from tests.support.receipts import present_receipt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(sandbox) -> User:
    return sign_in(sandbox.world, "ada")


@pytest.fixture
def sheet(sandbox, ada) -> LinkedSheet:
    return link_sheet(sandbox.world, ada)


def synced(user: User) -> SyncRun:
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
    assert run is not None
    run.refresh_from_db()
    return run


def links(sandbox, sheet: LinkedSheet) -> list[str]:
    return [row[4] for row in tab_rows(sandbox.world, sheet)[1:]]


def expected_links(sandbox, name: str, count: int | None = None) -> list[str]:
    documents = sandbox.world.spotify.documents(name)[:count]
    return [entry["track"]["external_urls"]["spotify"] for entry in documents]


def test_the_first_sync_writes_the_fifty_most_recent(sandbox, ada, sheet) -> None:
    run = synced(ada)
    assert (run.state, run.problem_code) == ("done", "")
    assert tab_rows(sandbox.world, sheet)[0] == ["Artist", "Track", "Album", "Added", "Link"]
    assert sorted(links(sandbox, sheet)) == sorted(expected_links(sandbox, "ada", 50))
    receipt = run.receipt
    assert (receipt["spotify_total"], receipt["database"], receipt["sheet_rows"]) == (60, 60, 50)
    assert receipt["outside_scope"] == 10
    assert SavedTrack.objects.filter(user=ada, removed_at=None).count() == 60


def test_scope_all_writes_the_whole_library(sandbox, ada, sheet) -> None:
    LinkedSheet.objects.update(scope=LinkedSheet.Scope.ALL)
    synced(ada)
    assert sorted(links(sandbox, sheet)) == sorted(expected_links(sandbox, "ada"))


def test_artists_are_joined_and_dates_are_dates(sandbox, ada, sheet) -> None:
    synced(ada)
    first = sandbox.world.spotify.documents("ada")[0]
    row = next(
        r for r in tab_rows(sandbox.world, sheet) if r[4] == first["track"]["external_urls"]["spotify"]
    )
    assert row[0] == ", ".join(artist["name"] for artist in first["track"]["artists"])
    assert row[1:3] == [first["track"]["name"], first["track"]["album"]["name"]]
    assert isinstance(row[3], float)


def test_an_unchanged_library_costs_one_request_and_nothing_at_google(sandbox, ada, sheet) -> None:
    synced(ada)
    sandbox.world.log.clear()
    run = synced(ada)
    assert run.state == "done"
    assert run.receipt["unchanged"] is True
    assert sandbox.world.count("spotify-api") == 1
    assert sandbox.world.count("google-sheets") == 0


def test_a_sync_waits_while_another_refreshes_the_token(sandbox, ada, sheet) -> None:
    now = timezone.now()
    credential = Credential.objects.filter(user=ada, provider="spotify")
    credential.update(expires_at=now, refreshing_until=now + timedelta(seconds=30))
    run = synced(ada)
    assert (run.state, run.problem_code) == ("waiting", "refresh_in_progress")
    assert now < run.resume_at < timezone.now() + timedelta(seconds=5)
    assert sandbox.world.count("spotify-accounts", "token") == sandbox.world.count("spotify-api") == 0
    credential.update(refreshing_until=None)
    with time_machine.travel(run.resume_at):
        assert synced(ada).state == "done"
    assert sandbox.world.count("spotify-accounts", "token") == 1


@pytest.mark.slow
def test_saves_and_removals_reach_the_sheet(sandbox, ada, sheet) -> None:
    synced(ada)
    gone = expected_links(sandbox, "ada")[3]
    sandbox.world.spotify.remove("ada", offsets=[3])
    new = sandbox.world.spotify.save("ada", 2)
    sandbox.world.log.clear()
    run = synced(ada)
    now = links(sandbox, sheet)
    assert gone not in now
    assert {f"https://open.spotify.com/track/{track}" for track in new} < set(now)
    assert sorted(now) == sorted(expected_links(sandbox, "ada", 50))
    assert (run.receipt["added"], run.receipt["removed"]) == (2, 1)
    assert sandbox.world.count("google-sheets", "get_by_data_filter") == 1
    assert sandbox.world.count("google-sheets", "batch_update") == 1


def test_a_typed_cell_remains_beside_its_track(sandbox, ada, sheet) -> None:
    synced(ada)
    book = sandbox.world.google.spreadsheets[sheet.spreadsheet_id].workbook
    before = tab_rows(sandbox.world, sheet)
    book.type_cell(sheet.gid, 5, 7, "my favourite")
    book.set_note(sheet.gid, 6, 1, "heard at the lake")
    sandbox.world.spotify.save("ada", 3)
    synced(ada)
    after = tab_rows(sandbox.world, sheet)
    row = next(r for r in after if r[4] == before[5][4])
    assert row[7] == "my favourite"


def test_the_odd_library_is_accounted_for_row_by_row(sandbox) -> None:
    cleo = sign_in(sandbox.world, "cleo")
    sheet = link_sheet(sandbox.world, cleo, scope=LinkedSheet.Scope.ALL)
    run = synced(cleo)
    assert run.state == "done", text_of(run)
    receipt = run.receipt
    documents = sandbox.world.spotify.documents("cleo")
    rows = tab_rows(sandbox.world, sheet)
    assert receipt["spotify_total"] == receipt["database"] == len(documents)
    assert receipt["sheet_rows"] + len(receipt["left_out"]) == len(documents)
    assert receipt["outside_scope"] == 0
    left_out = present_receipt(receipt).left_out
    assert len({entry.track for entry in left_out}) == len(left_out)
    assert all(entry.reason for entry in left_out)
    assert len(rows) - 1 == receipt["sheet_rows"]
    titles = {row[1] for row in rows[1:]}
    assert '=HYPERLINK("http://evil.example","x")' in titles, "a formula stays text"
    assert "+1" in titles
    assert not formulas(sandbox, sheet)


def test_every_track_of_the_odd_library_is_in_the_receipt(sandbox) -> None:
    cleo = sign_in(sandbox.world, "cleo")
    link_sheet(sandbox.world, cleo)
    receipt = synced(cleo).receipt
    parts = receipt["sheet_rows"] + len(receipt["left_out"]) + receipt["outside_scope"]
    assert parts == receipt["database"] == len(sandbox.world.spotify.documents("cleo"))


def formulas(sandbox, sheet: LinkedSheet) -> list[str]:
    answer = sandbox.world.google.spreadsheets[sheet.spreadsheet_id].workbook.get(include_grid_data=True)
    return [
        cell["userEnteredValue"]["formulaValue"]
        for tab in answer["sheets"]
        for data in tab.get("data", ())
        for line in data.get("rowData", ())
        for cell in line.get("values", ())
        if "formulaValue" in cell.get("userEnteredValue", {})
    ]


def test_a_ban_makes_all_runs_wait(sandbox, sheet, ada) -> None:
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"spotify": "quota", "retry_after": 86400}, nth=2)
    run = synced(ada)
    assert (run.state, run.problem_code) == ("waiting", "spotify_quota")
    assert run.resume_at - timezone.now() > timedelta(hours=23)
    other = sign_in(sandbox.world, "ben")
    link_sheet(sandbox.world, other)
    sandbox.world.log.clear()
    assert synced(other).state == "waiting", "the ban is the whole app's"
    assert sandbox.world.count("spotify-api") == 0


def test_a_token_that_expires_half_way_is_refreshed(sandbox, ada, sheet) -> None:
    sandbox.world.spotify.expire_access("ada")
    assert synced(ada).state == "done"
    assert sandbox.world.count("spotify-accounts", "token") == 1


def test_without_a_sheet_the_person_is_asked_to_link_one(sandbox, ada) -> None:
    run = synced(ada)
    assert (run.state, run.problem_code) == ("failed", "no_sheet")
    assert sandbox.world.count("spotify-api") == 0


def test_an_unshared_sheet_pauses_the_schedule(sandbox, ada, sheet, settings) -> None:
    sandbox.world.google.unshare(sheet.spreadsheet_id, settings.GOOGLE_SERVICE_ACCOUNT["client_email"])
    assert synced(ada).problem_code == "sheet_unconfirmed"
    SyncRun.objects.update(resume_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        run = synced(ada)
    assert (run.state, run.problem_code) == ("failed", "sheet_not_shared")
    plan = Schedule.objects.get(user=ada)
    assert (plan.pause, plan.problem_fix) == ("problem", "sheet")
    assert "Share" in text_of(plan)


def test_a_suspended_project_pauses_nobody(sandbox, ada, sheet) -> None:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "CONSUMER_SUSPENDED"}
    error = {"code": 403, "message": "Consumer 'projects/1' has been suspended.", "details": [info]}
    answer = {"status": 403, "body": json.dumps({"error": error}), "content_type": "application/json"}
    sandbox.world.faults.add("google-sheets", None, answer)
    run = synced(ada)
    assert (run.state, run.problem_kind, run.problem_code) == (
        "failed",
        "ask operator",
        "google_project_refused",
    )
    assert not Schedule.objects.filter(user=ada, pause="problem").exists()
    assert synced(ada).state == "done"


def test_a_run_that_failed_has_paused_its_schedule(sandbox, ada, sheet, monkeypatch) -> None:
    """Otherwise a page in between has no button, and a worker that dies in between leaves a schedule that fails daily."""
    LinkedSheet.objects.all().delete()

    def killed(user: User, problem: Problem) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sync.schedule, "pause_for", killed)
    run = runs.find_or_make(ada, SyncRun.Trigger.PERSON)
    with pytest.raises(KeyboardInterrupt):
        sync.run_sync(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem_code) == ("running", "")
    monkeypatch.undo()
    SyncRun.objects.update(lease_until=timezone.now())
    assert synced(ada).problem_code == "no_sheet"
    assert Schedule.objects.get(user=ada).pause == "problem"


def test_an_unclear_write_is_read_again_later_and_never_doubled(sandbox, ada, sheet) -> None:
    sandbox.world.faults.add("google-sheets", "batch_update", {"status": 503, "applied": True})
    run = synced(ada)
    assert (run.state, run.problem_code) == ("waiting", "google_write_unclear")
    assert runs.request_run(ada, SyncRun.Trigger.PERSON).state == "waiting"
    make_time_pass()
    assert synced(ada).state == "done"
    assert sorted(links(sandbox, sheet)) == sorted(expected_links(sandbox, "ada", 50))


def make_time_pass() -> None:
    """As if the wait were over."""
    now = timezone.now()
    SyncRun.objects.filter(state="waiting").update(resume_at=now)
    LinkedSheet.objects.update(unclear_until=now)


@pytest.mark.slow
def test_three_people_failing_alike_pause_no_schedule(sandbox) -> None:
    people = [sign_in(sandbox.world, name) for name in ("ada", "ben", "cleo")]
    for user in people:
        link_sheet(sandbox.world, user)
    sandbox.world.faults.add("google-sheets", None, {"google": "permission"}, times=0)
    states = [synced(user).state for user in people]
    assert states == ["waiting"] * 3
    assert [run.problem_code for run in SyncRun.objects.order_by("pk")] == [
        *["sheet_unconfirmed"] * 2,
        "outage",
    ]
    assert not Schedule.objects.exclude(pause="").exists()


def test_an_unchanged_library_takes_twelve_statements(sandbox, ada, sheet, django_assert_num_queries) -> None:
    """Two of them are the transaction in which its end is stored and its webhooks are told."""
    synced(ada)
    run = runs.find_or_make(ada, SyncRun.Trigger.PERSON)
    with django_assert_num_queries(12):
        assert sync.run_sync(run.pk).receipt["unchanged"]


def test_an_unknown_error_fails_the_run(sandbox, ada, sheet, monkeypatch) -> None:
    def explode(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(sync, "write_sheet", explode)
    run = synced(ada)
    assert (run.state, run.problem_kind, run.problem_code) == ("failed", "bug", "unknown")
    assert SavedTrack.objects.filter(user=ada).count() == 60, "what was read is kept"
