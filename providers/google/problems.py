"""The problems at Google: the Sheets API, the permission for it, and the service account."""

from __future__ import annotations

from problems.kinds import AskOperator, AskUser, Bug, Reconnect, Remedy, TryLater, Unclear


class ArrayFormulaInTheWay(AskUser):
    """An array formula of the person covers cells in which rows have to be inserted or deleted."""

    code = "array_formula_in_the_way"
    about_one_tab = True


class CellTooLong(AskUser):
    """A cell would get more than 50,000 characters."""

    code = "cell_too_long"
    about_one_tab = True


class DriveFull(AskUser):
    """The person's Google Drive has no storage left."""

    code = "drive_full"


class FormInTheWay(AskUser):
    """A Google Form fills the tab, and its answers cannot be moved."""

    code = "form_in_the_way"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    about_one_tab = True


class FrozenInTheWay(AskUser):
    """All rows or columns would be frozen without those that are to be deleted, which Google refuses."""

    code = "frozen_in_the_way"
    about_one_tab = True


class GoogleAccessEnded(Reconnect):
    """The Sheets API refuses a token of the person, even a fresh one."""

    code = "google_access_ended"
    # The token has just been refreshed, so that a revoked permission would have shown there.
    may_be_outage = True


class GoogleBudgetSpent(TryLater):
    """This installation has sent as many requests in this minute as it allows itself."""

    code = "google_budget"


class GoogleProjectRefused(AskOperator):
    """Google serves nobody through this installation's project: suspended, without billing, or shut off by a policy.

    `reason` is Google's, of https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto
    """

    code = "google_project_refused"


class GoogleQuotaSpent(TryLater):
    """Google answered 429: the requests of this minute are used up."""

    code = "google_quota"


class GoogleRequestRefused(Bug):
    """Google refused a request in a way that `providers.google.errors` does not know: `status`, `reason`."""

    code = "google_refused"


class GoogleScopeMissing(Reconnect):
    """The person's permission does not cover spreadsheets: a box was left unticked on Google's page."""

    code = "google_permission_not_given"
    # The scope was checked when Google was connected (`accounts.pipeline.check_scopes`).
    may_be_outage = True


class GoogleUnavailable(TryLater):
    """Google did not answer, or not in the API's words, and nothing was changed."""

    code = "google_unavailable"
    is_open_ended = True


class MergedCellsInTheWay(AskUser):
    """Merged cells cover places in which rows have to be inserted or deleted."""

    code = "merged_cells_in_the_way"
    about_one_tab = True


class RequestTooBig(Bug):
    """A request was bigger than Google takes."""

    code = "request_too_big"


class ServiceAccountMissing(AskOperator):
    """No service account is configured that a spreadsheet could be shared with."""

    code = "google_service_account_missing"


class ServiceAccountRefused(AskOperator):
    """Google does not accept the service account's key."""

    code = "google_service_account_refused"


class SheetFull(AskUser):
    """The spreadsheet has Google's 10 million cells."""

    code = "sheet_full"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    # The cells are counted over the whole spreadsheet, but another tab may need no new ones.
    about_one_tab = True


class SheetGone(AskUser):
    """The person's own permission no longer finds the spreadsheet."""

    code = "sheet_gone"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    # Google answers 404 for what a token may not see: a failure of its permission system looks like a deletion.
    may_be_outage = True
    may_heal = True


class SheetIsXlsx(AskUser):
    """The file is an Excel file, which the API neither reads nor writes."""

    code = "sheet_is_xlsx"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})


class SheetLocked(AskUser):
    """The person's own spreadsheet is read but not written: it was locked, by an approval or by hand.

    https://support.google.com/drive/answer/9387535
    """

    code = "sheet_locked"
    may_be_outage = True
    may_heal = True


class SheetMissing(AskUser):
    """There is no spreadsheet at the address that the person gave."""

    code = "sheet_missing"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    may_be_outage = True
    may_heal = True


class SheetNotShared(AskUser):
    """The spreadsheet is not shared with the service account, whose e-mail is `address`."""

    code = "sheet_not_shared"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    may_be_outage = True
    may_heal = True


class SheetProtected(AskUser):
    """A protected range or tab covers cells that have to be written."""

    code = "sheet_protected"
    about_one_tab = True


class SheetsApiDisabled(AskOperator):
    """The Sheets API is not enabled in the installation's Google project."""

    code = "google_api_disabled"


class SheetViewOnly(AskUser):
    """The spreadsheet is shared with the service account, whose e-mail is `address`, but not for editing, or is locked."""

    code = "sheet_view_only"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    may_be_outage = True
    may_heal = True


class TabDeleted(AskUser):
    """The tab that is to be written no longer exists."""

    code = "tab_deleted"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET, Remedy.MAKE_TAB_AGAIN})


class TypedColumnInTheWay(AskUser):
    """A column of a table has a type, which refuses what is written or how it is formatted."""

    code = "typed_column_in_the_way"
    about_one_tab = True
    remedies = frozenset({Remedy.CHOOSE_SETTINGS})


class ValidationInTheWay(AskUser):
    """A data validation rule of the tab rejects a value."""

    code = "validation_in_the_way"
    about_one_tab = True


class WriteUnclear(Unclear):
    """Google did not confirm a write, which may have been applied or may still be.

    See docs/decisions/0003-wait-190-seconds-after-an-unclear-write.md.
    """

    code = "google_write_unclear"
