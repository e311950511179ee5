"""Demo people of the sandbox as people of the product: signed in without the browser's detour."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import User
from providers.oauth import Grant
from sandbox.spotify.grants import Code
from sandbox.world import World
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet


def spotify_token(world: World, name: str, *, scope: str = "user-library-read") -> dict:
    """What Spotify's token endpoint answers once `name` has agreed."""
    code = Code(
        name, settings.SPOTIFY_CLIENT_ID, scope, "http://127.0.0.1/complete/spotify/", "", world.now()
    )
    return world.spotify.grants.consent(code)


def signed_in(world: World, name: str = "ada") -> User:
    """A person whose Spotify is connected."""
    account = world.spotify.account(name)
    user = User.objects.create_user(
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


def linked(world: World, user: User, *, gid: int = 0, **more) -> LinkedSheet:
    """A spreadsheet of the person's own that they shared with the service account, and its tab `gid` as target."""
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
    """The values of the person's tab as typed, header first, without empty rows."""
    workbook = world.google.spreadsheets[sheet.spreadsheet_id].workbook
    answer = workbook.get_by_data_filter([{"gridRange": {"sheetId": sheet.gid}}], True)
    lines = answer["sheets"][0]["data"][0].get("rowData", [])
    rows = [[_value(cell) for cell in line.get("values", [])] for line in lines]
    return [row for row in rows if any(value is not None for value in row)]


def _value(cell: dict) -> str | float | bool | None:
    entered = cell.get("userEnteredValue") or {}
    return next(iter(entered.values()), None)
