"""The pages on which people view and edit spreadsheets: plain forms, without login or JavaScript."""

from __future__ import annotations

from sandbox.google.docs import index, sheet
from sandbox.routes import Routes


def register(routes: Routes) -> None:
    index.register(routes)
    sheet.register(routes)
