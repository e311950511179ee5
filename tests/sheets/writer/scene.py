"""The former name of `sheet_harness`, for the tests of other packages that still import it."""

from tests.sheets.writer.sheet_harness import SheetHarness as Scene

__all__ = ["Scene"]
