"""The problems that a sync itself can meet; those of vendors and spreadsheets are in their packages."""

from __future__ import annotations

from problems.kinds import AskOperator, AskUser, Bug, Reconnect, Remedy, TryLater, Unclear


class AccountSwitchedOff(AskOperator):
    """The operator has switched the person off while a run of theirs was active."""

    code = "account_switched_off"


class FreshTokenRefused(Reconnect):
    """Spotify refuses an access token that it has issued a moment ago."""

    code = "spotify_token"
    # The token is seconds old, so that an outage of the API is as likely as a permission that has ended.
    may_be_outage = True


class LibraryOvertaken(TryLater):
    """Another worker has written to this library since it was read: nothing of this worker's is stored."""

    code = "overtaken"


class PendingWrite(Unclear):
    """Google may still be applying an earlier write whose answer was lost."""

    code = "google_unclear"


class SettingsChanged(TryLater):
    """What goes into the sheet, or into which tab, was changed while it was written."""

    code = "settings_changed"


class SheetUnconfirmed(TryLater):
    """Google refuses the spreadsheet since `since` (ISO 8601) with `problem` (its code), which may be over by itself."""

    code = "sheet_unconfirmed"


class SheetUnlinked(AskUser):
    """The person has unlinked the spreadsheet while a run was active."""

    code = "sheet_unlinked"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})


class SiteRestarting(TryLater):
    """The site's own database or queue was out of reach."""

    code = "site_restarting"
    # No server announces when it is back: each further attempt waits longer (`syncer.retry.postpone`).
    is_open_ended = True


class SyncPaused(AskUser):
    """The person, or an admin, has paused the daily sync while a run was active."""

    code = "sync_paused"


class SyncPostponed(TryLater):
    """The person has changed something that a sync has to apply, and has started as many as they may in an hour."""

    code = "sync_postponed"


class UnknownFailure(Bug):
    """An exception that no package has a class for."""

    code = "unknown"


class VendorOutage(TryLater):
    """So many people met the problem `problem` (its code) that the vendor must have an outage."""

    code = "outage"
