"""After the whole way, with its failures, no token, code or key can be read in database, logs or pages."""

import logging

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Session, User
from accounts.sessions import PASSWORD_BACKEND, SessionStore
from accounts.token_refresh import access_token
from library.models import Track
from problems.kinds import Problem
from sheets.linking.create import create_spreadsheet
from sheets.linking.links import get_link_code, unlink
from sheets.linking.share import link_shared
from sheets.models import LinkedSheet
from syncer import runs, sync
from syncer.models import SyncRun
from tests.support.cast import make_superuser
from tests.support.oauth_browser import Browser

pytestmark = pytest.mark.django_db(transaction=True)
GOOGLE = "google-oauth2"
SHORTEST_NAME = 6


def walk_the_whole_way(sandbox, browser: Browser) -> list[str]:
    """Everything a person does with vendors, and trouble at each; the pages they saw."""
    faults, google = sandbox.world.faults, sandbox.world.google
    pages = []
    for service, kind in (("spotify-accounts", "token"), ("spotify-api", "me")):
        faults.add(service, kind, {"status": 503})
        pages.append(browser.sign_in("ada"))
    browser.sign_in("ada")
    browser.begin()
    faults.add("google-token", "token", {"drop": "after"})
    pages += [browser.sign_in("ada", backend=GOOGLE), browser.come_back(browser.seen[-1])]
    browser.sign_in("ada", backend=GOOGLE)
    user = User.objects.get()
    sandbox.world.spotify.grants.rotate = "always"
    for provider in ("spotify", "google"):
        access_token(user, provider, force=True)
    faults.add("google-sheets", "create", {"drop": "after"})
    with pytest.raises(Problem):
        create_spreadsheet(user)
    create_spreadsheet(user)
    unlink(user)
    file = google.create_spreadsheet("ada")
    google.share(file.id, google.service_account_email)
    file.workbook.rename_tab(0, get_link_code(user).code)
    link_shared(user, file.id)
    pages += sync_well_and_badly(sandbox, browser, user)
    faults.add("spotify-accounts", "token", {"status": 400, "body": '{"error":"invalid_grant"}'})
    with pytest.raises(Problem):
        access_token(user, "spotify", force=True)
    pages += [browser.site.get(path) for path in ("/", "/sheet/")]
    return [page.content.decode() for page in pages]


def sync_well_and_badly(sandbox, browser: Browser, user: User) -> list:
    """Runs that are done, wait and stop, and every page that tells of them, the admin's too."""
    world = sandbox.world
    states = []
    troubles = (
        (),
        ("spotify-api", "saved_tracks", {"spotify": "expired_token"}),
        ("google-sheets", "batch_update", {"drop": "after"}),
        ("spotify-api", "saved_tracks", {"spotify": "premium"}),
    )
    for trouble in troubles:
        if trouble:
            world.faults.add(*trouble)
        world.spotify.save("ada", 1)
        SyncRun.objects.filter(state="waiting").update(state="failed")
        LinkedSheet.objects.update(unclear_until=None)
        run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
        assert run is not None
        states.append(run.state)
    assert states == ["done", "done", "waiting", "failed"]
    paths = ["/settings/", "/sheet/", "/privacy/", *(f"/runs/{pk}/" for pk in all_runs())]
    root = Client()
    root.force_login(make_superuser(), backend=PASSWORD_BACKEND)
    shown = ["/admin/", "/admin/accounts/user/", f"/admin/accounts/user/{user.pk}/change/"]
    shown += [f"/admin/syncer/syncrun/{pk}/change/" for pk in all_runs()]
    answers = [browser.site.get(path) for path in paths] + [root.get(path) for path in shown]
    assert {answer.status_code for answer in answers} == {200}
    return answers


def all_runs() -> list[int]:
    return list(SyncRun.objects.values_list("pk", flat=True))


def all_rows() -> str:
    """Every cell of every table, and what is inside of sessions."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(
        cells + [str(SessionStore().decode(session.session_data)) for session in Session.objects.all()]
    )


def secrets_of(sandbox, browser: Browser, settings) -> dict[str, str]:
    spotify, google = sandbox.world.spotify.grants, sandbox.world.google.grants
    found = {
        "Spotify access": spotify.access,
        "Spotify refresh": spotify.by_refresh,
        "Google access": google.access,
        "Google refresh": google.refresh,
        "code": [part.split("&")[0] for url in browser.seen for part in url.split("code=")[1:]],
        "key": [*settings.ENCRYPTION_KEYS, settings.SECRET_KEY],
        "app": [settings.SPOTIFY_CLIENT_SECRET, settings.GOOGLE_CLIENT_SECRET],
        "robot": [settings.GOOGLE_SERVICE_ACCOUNT["private_key"].splitlines()[1]],
    }
    assert all(found.values())
    return {secret: kind for kind, secrets in found.items() for secret in secrets}


def test_no_secret_is_readable_in_database_logs_or_pages(sandbox, settings, caplog):
    caplog.set_level(logging.DEBUG)
    browser = Browser()
    pages = walk_the_whole_way(sandbox, browser)
    places = {
        "database": all_rows(),
        "logs": "\n".join(logging.Formatter().format(record) for record in caplog.records),
        "pages": "\n".join(pages),
    }
    assert "sheet" in places["pages"]
    assert "website.sign_in.middleware" in {record.name for record in caplog.records}
    leaks = {
        (kind, place)
        for secret, kind in secrets_of(sandbox, browser, settings).items()
        for place, text in places.items()
        if secret in text
    }
    assert not leaks
    # What somebody listens to, and who they are, is nobody's business but theirs. Shorter titles are words of any line.
    rows = [
        *Track.objects.values_list("name", "artist_line"),
        *User.objects.values_list("display_name", "username"),
    ]
    names = {name for row in rows for name in row if len(name) > SHORTEST_NAME}
    assert len(names) > 50
    assert not [name for name in names if name in places["logs"]]
