"""Google: accounts, tokens, the Sheets API, and the pages on which people see their spreadsheets."""

from sandbox.routes import Routes


def register(routes: Routes) -> None:
    """Adds every route of this vendor."""
    # late, so that the pure Workbook can be imported without the server
    from sandbox.google import (
        authorize,
        control,
        docs,
        identity,
        revocation,
        spreadsheet_methods,
        token_endpoint,
        value_methods,
    )

    for room in (
        authorize,
        token_endpoint,
        revocation,
        identity,
        spreadsheet_methods,
        value_methods,
        docs,
        control,
    ):
        room.register(routes)
