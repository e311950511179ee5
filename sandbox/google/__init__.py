"""Google's stand-in: accounts, tokens, the Sheets API, and the pages on which people use their spreadsheets."""

from sandbox.routes import Routes


def register(routes: Routes) -> None:
    """Adds the routes of this vendor."""
    # late imports, so that Workbook can be imported without the server
    from sandbox.google import (
        authorize,
        control,
        docs,
        drive,
        identity,
        revocation,
        spreadsheet_methods,
        token_endpoint,
        value_methods,
    )

    for part in (
        authorize,
        token_endpoint,
        revocation,
        identity,
        spreadsheet_methods,
        value_methods,
        drive,
        docs,
        control,
    ):
        part.register(routes)
