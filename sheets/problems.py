"""What can go wrong with a person's spreadsheet. The words are in `problems.texts`."""

from __future__ import annotations

from collections.abc import Sequence

from problems.kinds import AskUser, Remedy, TryLater

_MAX_NAMED = 5


class CellsDoNotHold(AskUser):
    """Google takes what is written into managed cells and does not keep it: merged cells as a rule, or a script."""

    code = "cells_do_not_hold"
    about_one_tab = True


class MirrorRefusedForCells(AskUser):
    """An exact copy would write over cells that the person typed into managed columns. `cells` are their addresses."""

    code = "mirror_refused"
    remedies = frozenset({Remedy.CHOOSE_SETTINGS})

    def __init__(self, cells: Sequence[str]) -> None:
        # a person may have typed thousands: enough to find them
        super().__init__(cells=list(cells[:_MAX_NAMED]), more=len(cells[_MAX_NAMED:]))


class MirrorRefusedForRows(AskUser):
    """An exact copy would delete rows beside which the person keeps notes or cells. `rows` are numbered from 1."""

    code = "mirror_refused_rows"
    remedies = frozenset({Remedy.CHOOSE_SETTINGS})

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows=list(rows[:_MAX_NAMED]), more=len(rows[_MAX_NAMED:]))


class SheetInBin(AskUser):
    """The created spreadsheet is in the bin, which empties itself; `day` is the first on which that can be (ISO 8601)."""

    code = "sheet_in_bin"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
    may_heal = True


class SheetKeepsChanging(AskUser):
    """The tab was changed after each of our writes: by a script, an add-on, or people at work in it."""

    # stored with runs, so that it is not renamed together with the class
    code = "sheet_restless"


class TabDeletedByUser(AskUser):
    """The person deleted a managed tab in Google Sheets. It is created again when they ask for it."""

    code = "managed_tab_deleted"
    remedies = frozenset({Remedy.MAKE_TAB_AGAIN})


class TabHeadersChanged(AskUser):
    """The headers of a statistics tab are not those of the last write: which cells are managed is unknown."""

    code = "tab_headers_changed"
    remedies = frozenset({Remedy.MAKE_TAB_AGAIN})


class OtherGoogleAccount(AskUser):
    """The created spreadsheet is in the Drive of another Google account than the one that was chosen now."""

    code = "another_google_account"


class TooManySmartTabs(AskUser):
    """`limit` is the number of smart sheets that a person may have."""

    code = "too_many_smart_sheets"


class SmartTabNameInvalid(AskUser):
    """The name of a smart sheet is empty, or longer than `max`."""

    code = "smart_sheet_name_invalid"


class SmartTabNameTaken(AskUser):
    """Another smart sheet of the person has this `name`; case is ignored, as Google does in titles of tabs."""

    code = "smart_sheet_name_taken"


class LinkingInProgress(TryLater):
    """Another linking of the same person runs: a double click must not create two spreadsheets."""

    code = "linking_on_its_way"


class SheetAlreadyLinked(AskUser):
    """`title` is that of the spreadsheet that is linked."""

    code = "sheet_already_linked"


class SheetTaken(AskUser):
    """Another person's tracks are written into the spreadsheet."""

    code = "sheet_taken"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})


class CodeTabMissing(AskUser):
    """No tab of the spreadsheet has the person's `link_code` as its title, so nothing shows that it is theirs to edit."""

    code = "code_tab_missing"


class RenameUnclear(TryLater):
    """Google did not confirm that the tab with the link code was renamed."""

    code = "linking_unclear"


class CreationUnclear(TryLater):
    """Google did not answer, so that the spreadsheet may have been created or not."""

    code = "creating_unclear"


class NotAnAddress(AskUser):
    """What was pasted is no address."""

    code = "not_an_address"


class OtherHost(AskUser):
    """What was pasted is an address of another site than Google Sheets."""

    code = "other_host"


class PublishedCopy(AskUser):
    """What was pasted is the address of a published copy, which cannot be written into."""

    code = "published_copy"


class PastedDocument(AskUser):
    """What was pasted is the address of a Google document."""

    code = "not_a_document"


class PastedDrawing(AskUser):
    """What was pasted is the address of a Google drawing."""

    code = "not_a_drawing"


class PastedFolder(AskUser):
    """What was pasted is the address of a folder in Google Drive."""

    code = "not_a_folder"


class PastedForm(AskUser):
    """What was pasted is the address of a Google form."""

    code = "not_a_form"


class PastedPresentation(AskUser):
    """What was pasted is the address of a Google presentation."""

    code = "not_a_presentation"


class NoSpreadsheetInAddress(AskUser):
    """What was pasted is an address at Google that names no spreadsheet."""

    code = "no_spreadsheet_in_address"


class InvalidSetting(AskUser):
    """A setting of the sheet that cannot be as asked: `field` of `SheetSettings`. Nothing was changed."""

    field = ""


class InvalidColumns(InvalidSetting):
    """`column` is none of the table's `columns`."""

    code = "bad_columns"
    field = "columns"


class InvalidScope(InvalidSetting):
    code = "bad_scope"
    field = "scope"


class InvalidRecentCount(InvalidSetting):
    """The number of tracks is not from 1 to `max`."""

    code = "bad_recent_count"
    field = "recent_count"


class InvalidMode(InvalidSetting):
    code = "bad_mode"
    field = "mode"


class ColumnsWithCharts(AskUser):
    """Charts of the person's show `columns` that were to go, and would lose what they show. `charts` are their titles."""

    code = "columns_with_charts"

    def __init__(self, columns: Sequence[str], charts: Sequence[str]) -> None:
        super().__init__(columns=", ".join(columns), charts=list(charts[:_MAX_NAMED]))


class NoSheet(AskUser):
    """The person has linked no spreadsheet, or unlinked it while the run was waiting."""

    code = "no_sheet"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})
