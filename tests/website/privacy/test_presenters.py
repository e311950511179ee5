"""What the privacy page says is what the site does: cookies, times, recipients, what the operator sees and what is left."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import User
from accounts.sessions import ANONYMOUS_AGE
from enrichment.source_registry import FEATURES, GENRES
from library.models import Track
from syncer import retention
from syncer.models import SyncRun
from tests.support.cast import make_superuser
from tests.support.songs import Song, save
from website.privacy.presenters import PrivacyPresenter, format_days, source_words

# Every table that knows people, and the words of the page for what is in it.
TABLES = {
    "accounts.User": "Your Spotify account number and the name you show there",
    "accounts.AuthenticatorApp": "the sealed secret of their authenticator app",
    "accounts.RecoveryCodes": "hashes of their recovery codes",
    "accounts.Credential": "What Spotify and Google give us to act for you",
    "accounts.Revocation": "the key is kept, sealed, for at most",
    "accounts.ApiToken": "its name, what it may do, when it was made and last used",
    "accounts.TriggerLink": "whether it asks first, when it was made and last used",
    "notifications.Webhook": "its address, what it is called on, since when it fails, why it is off, and its secret, sealed",
    "syncer.IdempotencyKey": "so that a request counts once",
    "accounts.Session": "Since when, when it was last used, and the kind of browser and system",
    "admin.LogEntry": "What they change in the admin pages",
    "library.LibraryState": "Artist, title, album, length and link of each saved track",
    "library.SavedTrack": "Artist, title, album, length and link of each saved track",
    "sheets.LinkCode": "Its address and title",
    "sheets.LinkedSheet": "Its address and title",
    "sheets.SmartTab": "Smart sheets as you made them",
    "sheets.StatisticsTab": "what you want in it",
    "social_django.UserSocialAuth": "the address of that Google account",
    "syncer.Schedule": "the hour of your sync",
    "syncer.SyncRun": "Of each sync: how many tracks",
}

# Every field of a person's that a page of the admin shows, by the sentence of the page that says so.
WHO = "Your name, your Spotify account numbers and a username made of one, and your time zone"
COMING = "When you joined and last signed in, whether you are switched off"
STAFF = "for who works here, that they do, have a password, and what they may do"
ALLOWED = "What you allowed at Spotify and Google, since when and until when, whether it still holds"
SHEET = "Its title and address, in which way and when it was linked, what you want in it and how many tracks"
RIGHT = "when it was last found as it should be, and whether a write is unclear"
TIMES = "Your hour, the next sync, who paused it, and the problem that stopped it"
SYNC = "Of each: what started it, when, how far it is, how many requests it took, what went wrong, and the receipt"
IN_THE_ADMIN = {
    "accounts.User": {
        **dict.fromkeys(
            ("__str__", "username", "display_name", "spotify_id", "spotify_account_id", "time_zone"), WHO
        ),
        **dict.fromkeys(("date_joined", "last_login", "is_active"), COMING),
        **dict.fromkeys(("is_staff", "is_superuser", "groups", "user_permissions", "password"), STAFF),
        **{"spotify_state": ALLOWED, "google_state": ALLOWED, "sheet_title": SHEET},
        **{"next_run": TIMES, "last_run": SYNC},
    },
    "accounts.Credential": {
        **dict.fromkeys(("provider", "state", "scopes", "authorized_at", "expires_at"), ALLOWED),
        "account": "the address of your Google account",
    },
    "sheets.LinkedSheet": {
        **dict.fromkeys(("title", "url", "method", "mode", "scope", "recent_count", "linked_at"), SHEET),
        **dict.fromkeys(("confirmed_at", "unclear_until"), RIGHT),
    },
    "syncer.Schedule": dict.fromkeys(("hour", "next_run_at", "pause", "problem_code", "problem_text"), TIMES),
    "syncer.SyncRun": dict.fromkeys(
        (
            *(
                "user",
                "trigger",
                "state",
                "created_at",
                "started_at",
                "finished_at",
                "lease_until",
                "resume_at",
            ),
            *(
                "outage_since",
                "attempts",
                "reads_pages",
                "phase",
                "progress_done",
                "progress_total",
                "receipt",
            ),
            *("spotify_requests", "google_reads", "google_writes"),
            *("problem_kind", "problem_code", "problem_values", "problem_text"),
        ),
        SYNC,
    ),
}
# What they show of nobody: the apps and sources of the site, and groups of staff.
OF_NOBODY = {"providers.SpotifyApp", "enrichment.SourceState", "auth.Group"}
# What Django's admin notes in a browser: light or dark, and which lists are open or searched.
ADMIN_STORAGE = {
    "theme",
    "django.admin.navSidebarIsOpen",
    "django.admin.navSidebarFilterValue",
    "django.admin.filtersState",
}


def read(client: Client) -> str:
    return " ".join(client.get("/privacy/").content.decode().split())


def admin_of_root() -> Client:
    client = Client()
    client.force_login(make_superuser(), backend="accounts.backends.Password")
    return client


def test_every_table_with_a_person_is_on_the_page(client) -> None:
    with_people = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is User and not field.many_to_many
    }
    assert with_people | {"accounts.User"} == TABLES.keys()
    page = read(client)
    assert [words for words in TABLES.values() if words not in page] == []


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("ada@tracks.example", "mailto:ada@tracks.example"),
        ("https://tracks.example/contact", "https://tracks.example/contact"),
        ("Ada, 1 Example Lane, @ the corner", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_page_names_the_operator_and_links_the_contact(client, settings, contact, link) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Ada <Example>", contact
    page = read(client)
    assert "<strong>Ada &lt;Example&gt;</strong> runs this site" in page
    assert contact in page
    assert PrivacyPresenter().contact_link == link
    assert (f'href="{link}"' in page) is bool(link)


def test_the_cookies_are_those_that_the_site_sets(as_alice, settings) -> None:
    """Of somebody who reads every kind of page, sends a form, signs out and begins to sign in again."""
    settings.SPOTIFY_CLIENT_SECRET = "given"
    answers = [as_alice.get(f"/{path}") for path in ("", "sheet/", "settings/", "smart/")]
    answers += [as_alice.post(f"/{path}/") for path in ("settings/pause", "sign-out", "login/spotify")]
    lasting = {one.key: one["max-age"] for answer in answers for one in answer.cookies.values() if one.value}
    cookies = PrivacyPresenter().cookies
    # The first one is that of a sign-in that is begun, and the last goes with the browser, if no page has shown it before.
    ages = (int(ANONYMOUS_AGE.total_seconds()), settings.CSRF_COOKIE_AGE, "")
    assert "an hour where a sign-in is only begun" in cookies[0].kept
    assert lasting == {cookie.name: age for cookie, age in zip(cookies, ages, strict=True)}
    page = read(as_alice)
    assert "There are three" in page
    for cookie in cookies:
        assert f"{cookie.name}</code></dt> <dd>{cookie.purpose}: {cookie.kept}.</dd>" in page


def test_the_times_are_those_of_the_settings(client, settings) -> None:
    settings.RETENTION = timedelta(days=365)
    settings.SESSION_COOKIE_AGE = 3 * 86_400
    settings.LOG_DAYS, settings.BACKUP_DAYS = 14, 0
    page = read(client)
    assert "For 365 days." in page
    assert "For 365 days after the sync." in page
    assert "For 3 days from the sign-in." in page
    assert "3 days after you sign in" in page
    assert "Kept for at most 14 days." in page
    assert "As long as the operator stores them: ask them." in page


def test_days_are_counted() -> None:
    assert (format_days(timedelta(days=1)), format_days(timedelta(days=2, hours=5))) == ("1 day", "2 days")


def test_each_source_that_is_credited_has_words_of_what_it_is_asked() -> None:
    credited = {credit.name for source in [*FEATURES.values(), *GENRES.values()] for credit in source.credits}
    assert source_words().keys() == credited


def test_spotify_is_a_recipient_of_its_own_only_while_it_is_a_source(client, settings) -> None:
    settings.FEATURE_SOURCES, settings.GENRE_SOURCES = ["reccobeats"], ["spotify"]
    assert "Asked for genres and audio features as well" in read(client)
    settings.GENRE_SOURCES = ["musicbrainz"]
    assert "Asked for genres and audio features as well" not in read(client)


def test_the_admin_shows_what_the_privacy_page_says(alice) -> None:
    User.objects.filter(pk=alice.pk).update(display_name="Alice Adair", spotify_account_id="number-1")
    alice.credentials.filter(provider="google").update(account="alice@mail.example")
    run = SyncRun.objects.create(user=alice, trigger="person", state="done", receipt={"added": "a title"})
    root = admin_of_root()
    person = root.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    for shown in (
        *("Alice Adair", "number-1", "alice@mail.example", "tracks", "spreadsheets/d/alices/edit"),
        *("Europe/Berlin", "Hour"),
    ):
        assert shown in person
    assert "a title" in root.get(f"/admin/syncer/syncrun/{run.pk}/change/").content.decode()


def test_every_field_that_the_admin_shows_is_on_the_page(rf, client) -> None:
    request = rf.get("/admin/")
    request.user = make_superuser()
    shown: dict[str, set[str]] = {}
    for model, page in admin.site._registry.items():
        fields = flatten_fieldsets(page.get_fieldsets(request, request.user))
        shown[model._meta.label] = {*page.get_list_display(request), *fields}
        for inline in page.get_inline_instances(request, request.user):
            fields = flatten_fieldsets(inline.get_fieldsets(request, request.user))
            shown.setdefault(inline.model._meta.label, set()).update(fields)
    assert shown.keys() == IN_THE_ADMIN.keys() | OF_NOBODY
    assert {label: set(fields) for label, fields in IN_THE_ADMIN.items()} == {
        label: fields for label, fields in shown.items() if label not in OF_NOBODY
    }
    page = read(client)
    assert {
        words for fields in IN_THE_ADMIN.values() for words in fields.values() if words not in page
    } == set()


def test_only_the_admin_writes_into_the_storage_of_a_browser(client) -> None:
    """Of htmx's it is taken out again, see tests/browser/test_storage.py."""
    scripts = {
        path: Path(storage.path(path)).read_text(encoding="utf-8")
        for finder in finders.get_finders()
        for path, storage in finder.list([])
        if path.endswith(".js") and "/vendor/" not in path
    }
    writing = {path: re.findall(r"Storage\.setItem\(['\"]([\w.]+)", text) for path, text in scripts.items()}
    assert {key for path in writing if path.startswith("admin/") for key in writing[path]} == ADMIN_STORAGE
    assert [path for path in writing if path.startswith("site/") and "setItem" in scripts[path]] == []
    assert "note in it whether they are light or dark, and which of their lists are open" in read(client)


def test_what_the_page_says_is_left_is_left(alice) -> None:
    save(alice, Song(timezone.now()), name="A title")
    form = {"username": "alice", "display_name": "Alice Adair", "time_zone": "UTC", "is_active": "on"}
    inlines = {
        f"{prefix}-{part}": "0"
        for prefix in ("credentials", "sheet", "schedule")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = admin_of_root().post(f"/admin/accounts/user/{alice.pk}/change/", form | inlines)
    assert answer.status_code == 302
    alice.credentials.all().delete()  # nothing to revoke
    delete_account(User.objects.get(pk=alice.pk))
    assert Track.objects.filter(name="A title").exists()
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [f"user {alice.pk}"]
    retention.tidy_up(timezone.now())
    assert not Track.objects.exists()
