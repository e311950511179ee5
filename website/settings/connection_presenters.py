"""What the person allowed at Spotify and Google, for how long, and how their sheet is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.credentials import expires_with_consent
from accounts.models import Credential, User
from sheets.credentials import service_account_address
from sheets.models import LinkedSheet
from syncer.models import Schedule
from website.home.presenters import ConnectionHealth, ConnectionPresenter, present_connection
from website.presenters import format_count, format_local_day, format_moment
from website.problems.presenters import RemedyButton

# The classes of the badge.
BADGES = {ConnectionHealth.GOOD: "done", ConnectionHealth.ENDING: "waiting", ConnectionHealth.ENDED: "failed"}


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """A fact with its label. `is_name`: it was given by a person, in whatever script."""

    label: str
    text: str
    href: str = ""
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class VendorPresenter:
    """A connection with its facts. `badge` is its class, `renew` None where the person has nothing to renew.

    `is_allowed`: there is a permission that lasts, which can be taken back.
    """

    status: str
    badge: str
    lines: list[ConnectionLine]
    renew: RemedyButton | None
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class ConnectionsPresenter:
    """Both vendors. `share_with`: the address that a shared sheet is shared with; "" where the site made the sheet."""

    spotify: VendorPresenter
    google: VendorPresenter
    share_with: str


def present_connections(user: User, sheet: LinkedSheet | None, schedule: Schedule) -> ConnectionsPresenter:
    """Returns what the page says of both. One query."""
    credentials = {one.provider: one for one in user.credentials.all()}
    is_shared = sheet is not None and sheet.method == LinkedSheet.Method.SHARED
    return ConnectionsPresenter(
        _present_spotify(user, credentials.get("spotify")),
        _present_google(credentials.get("google"), sheet, schedule),
        service_account_address() if is_shared else "",
    )


def _present_spotify(user: User, credential: Credential | None) -> VendorPresenter:
    connection = present_connection(credential, vendor="Spotify", backend="spotify")
    lines = [ConnectionLine(_("Account"), user.display_name or user.username, is_name=True)]
    if credential is not None:
        lines.append(ConnectionLine(_("Allowed since"), format_local_day(credential.authorized_at)))
        if ends := expires_with_consent(credential):
            lines.append(ConnectionLine(_("Allowed until"), _describe_end(ends)))
    badge = BADGES.get(connection.health, "")
    return VendorPresenter(connection.status, badge, lines, _renew(connection), connection.is_good)


def _present_google(
    credential: Credential | None, sheet: LinkedSheet | None, schedule: Schedule
) -> VendorPresenter:
    connection = present_connection(credential, vendor="Google", backend="google-oauth2")
    lines = _sheet_lines(sheet) if sheet else [ConnectionLine(_("Sheet"), _("None yet"))]
    if credential is not None:
        if credential.account:
            lines.append(ConnectionLine(_("Account"), credential.account, is_name=True))
        lines.append(ConnectionLine(_("Allowed since"), format_local_day(credential.authorized_at)))
    status, badge = connection.status, BADGES.get(connection.health, "")
    is_shared = sheet is not None and sheet.method == LinkedSheet.Method.SHARED
    if is_shared:
        # By the site's own account: a permission of the person's does not come into it.
        status, badge = _("Shared with us"), BADGES[ConnectionHealth.GOOD]
    if schedule.problem_code and schedule.problem_fix != Credential.Provider.SPOTIFY:
        status, badge = _("Stopped"), BADGES[ConnectionHealth.ENDED]
    needs_permission = credential is not None or (sheet is not None and not is_shared)
    return VendorPresenter(
        status, badge, lines, _renew(connection) if needs_permission else None, connection.is_good
    )


def _sheet_lines(sheet: LinkedSheet) -> list[ConnectionLine]:
    if sheet.method == LinkedSheet.Method.CREATED:
        reached = _("Made for you in your Drive. Your permission opens the files made here, and no others.")
    else:
        reached = _("You shared it with this site. No other file of yours can be opened.")
    written = format_moment(sheet.confirmed_at) if sheet.confirmed_at else _("Not yet")
    lines = [
        ConnectionLine(_("Sheet"), sheet.title or _("Untitled spreadsheet"), href=sheet.url, is_name=True),
        ConnectionLine(_("Access"), reached),
        ConnectionLine(_("Last written"), written),
    ]
    if sheet.is_in_bin:
        lines.append(ConnectionLine(_("Note"), _("It is in the bin of your Drive: take it out to keep it.")))
    return lines


def _renew(connection: ConnectionPresenter) -> RemedyButton:
    label = connection.remedy or _("Connect again")
    href = reverse("social:begin", args=[connection.backend])
    is_due = bool(connection.remedy)
    return RemedyButton(label, href, is_form=True, is_main=is_due, next=reverse("preferences"))


def _describe_end(ends: datetime) -> str:
    values = {"day": format_local_day(ends)}
    days = (timezone.localdate(ends) - timezone.localdate()).days
    if days < 0:
        return _("%(day)s, which is over") % values
    text = ngettext("%(day)s, %(count)s day left", "%(day)s, %(count)s days left", days)
    return text % (values | {"count": format_count(days)})
