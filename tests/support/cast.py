"""The cast: the only place where tests make people.

    Alice           has connected Spotify and Google and linked a sheet; her pages are looked at
    Bob             has only signed in with Spotify; nothing of Alice's may reach him
    Ada, Ben, Cleo  accounts of the sandbox: `sign_in(world, "ada")` connects theirs, `link_sheet` gives them a sheet

`make_user` makes a person without any connection, for tests that need no vendor.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import Credential, User
from providers.token_endpoint.records import Grant
from sandbox.spotify.grants import Code
from sandbox.world import World
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from syncer.models import Schedule


def spotify_token(world: World, name: str, *, scope: str = "user-library-read") -> dict:
    """Returns what Spotify's token endpoint answers once `name` has agreed."""
    code = Code(
        name, settings.SPOTIFY_CLIENT_ID, scope, "http://127.0.0.1/complete/spotify/", "", world.now()
    )
    return world.spotify.grants.consent(code)


def make_user(name: str = "ada", **fields: Any) -> User:
    """Returns a new person without connections."""
    return User.objects.create_user(name, **{"display_name": name.title(), **fields})


def make_users(count: int) -> list[User]:
    """Returns new people of whom nothing matters but how many they are."""
    return [make_user(f"person{number}") for number in range(count)]


def make_superuser(name: str = "root") -> User:
    """Returns a new operator."""
    return User.objects.create_superuser(name, password=name)


def make_credential(user: User, provider: str, **fields: Any) -> Credential:
    """Returns a connection whose tokens no vendor knows, agreed to twenty days ago."""
    now = timezone.now()
    defaults = {"client_id": "app", "expires_at": now, "authorized_at": now - timedelta(days=20)}
    return Credential.objects.create(user=user, provider=provider, **(defaults | fields))


def make_bob() -> User:
    """Returns Bob, who has only signed in."""
    bob = make_user("bob", spotify_id="bob")
    make_credential(bob, "spotify")
    return bob


def make_alice() -> User:
    """Returns Alice, with both connections, a linked sheet and a schedule; the sheet is at no vendor."""
    alice = make_user("alice", spotify_id="alice", time_zone="Europe/Berlin")
    make_credential(alice, "spotify")
    make_credential(alice, "google")
    LinkedSheet.objects.create(
        user=alice,
        spreadsheet_id="alices",
        url="https://docs.google.com/spreadsheets/d/alices/edit",
        title="Alice's tracks",
        method=LinkedSheet.Method.CREATED,
        gid=1,
    )
    Schedule.objects.create(user=alice, next_run_at=timezone.now() + timedelta(hours=3))
    return alice


def sign_in(world: World, name: str = "ada") -> User:
    """Returns an account of the sandbox as a person whose Spotify is connected."""
    account = world.spotify.account(name)
    user = make_user(
        name, display_name=account.person.name, spotify_id=account.id, spotify_account_id=account.account_id
    )
    answer = spotify_token(world, name)
    grant = Grant(
        access=answer["access_token"],
        refresh=answer["refresh_token"],
        expires_at=timezone.now() + timedelta(seconds=answer["expires_in"]),
        scopes=frozenset(answer["scope"].split()),
    )
    store_consent(user, "spotify", grant, client_id=settings.SPOTIFY_CLIENT_ID, account=account.account_id)
    return user


def link_sheet(world: World, user: User, *, gid: int = 0, **more: Any) -> LinkedSheet:
    """Returns a new spreadsheet that the person has shared with the service account, linked with its tab `gid`."""
    file = world.google.create_spreadsheet(user.username, "My music")
    world.google.share(file.id, settings.GOOGLE_SERVICE_ACCOUNT["client_email"], "writer")
    return LinkedSheet.objects.create(
        user=user,
        spreadsheet_id=file.id,
        url=f"{settings.GOOGLE_DOCS_URL}/spreadsheets/d/{file.id}/edit",
        title="My music",
        method=LinkedSheet.Method.SHARED,
        gid=gid,
        columns=list(DEFAULT_COLUMNS),
        **more,
    )


def tab_rows(world: World, sheet: LinkedSheet) -> list[list[str | float | bool | None]]:
    """Returns the values of the linked tab as typed, header first, without empty rows."""
    workbook = world.google.spreadsheets[sheet.spreadsheet_id].workbook
    answer = workbook.get_by_data_filter([{"gridRange": {"sheetId": sheet.gid}}], True)
    lines = answer["sheets"][0]["data"][0].get("rowData", [])
    rows = [[_value(cell) for cell in line.get("values", [])] for line in lines]
    return [row for row in rows if any(value is not None for value in row)]


def _value(cell: dict) -> str | float | bool | None:
    entered = cell.get("userEnteredValue") or {}
    return next(iter(entered.values()), None)
