"""The pages on which people look at spreadsheets and work in them. Plain forms, no login, no JavaScript needed."""

from __future__ import annotations

from sandbox.google.docs import index, sheet
from sandbox.routes import Routes


def register(routes: Routes) -> None:
    index.register(routes)
    sheet.register(routes)
