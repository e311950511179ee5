"""What one user does on the site: signs in, has a sheet created, waits for the first sync."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.demo.browser import Browser
from sandbox.demo.pages import Page
from sandbox.demo.processes import DemoFailed

SYNC_TIMEOUT = 120.0  # seconds
ACTIVE = {"Starting", "Syncing"}


@dataclass(frozen=True, slots=True)
class Visit:
    """`receipt` holds the facts on the run's page, `sheet_url` the address at which the sheet opens."""

    outcome: str
    receipt: dict[str, str]
    notices: list[str]
    run_url: str
    sheet_url: str
    spreadsheet_id: str


def visit(site: str, person: str, report_step: Callable[[str], None]) -> Visit:
    """Does every step over HTTP through the forms on the pages. Raises DemoFailed when a step fails."""
    browser = Browser()
    home = sign_in(browser, site, person)
    report_step("signed in with Spotify: login, consent, callback")
    home = make_sheet(browser, site, person)
    report_step("connected Google and let the site make a spreadsheet")
    sheet_url = _link(home, r"/spreadsheets/d/([^/#?]+)")
    run = watch(browser, _run_address(home, site))
    report_step("watched the first sync")
    return Visit(
        outcome=run.badges[0],
        receipt=run.facts,
        notices=run.notices,
        run_url=run.url,
        sheet_url=sheet_url,
        spreadsheet_id=re.findall(r"/d/([^/#?]+)", sheet_url)[0],
    )


def sign_in(browser: Browser, site: str, person: str) -> Page:
    """Signs in with Spotify and returns the page that follows: the first time it is where a sheet is linked."""
    consent = browser.press(browser.open(f"{site}/"), "Login with Spotify")
    return _back(browser.press(consent, "Agree", person=person), site)


def make_sheet(browser: Browser, site: str, person: str) -> Page:
    """Connects Google, upon which the site creates a spreadsheet, and returns the page that follows."""
    consent = browser.press(browser.open(f"{site}/sheet/"), "Continue with Google")
    return _back(browser.press(consent, "Continue", person=person), site)


def watch(browser: Browser, run_url: str) -> Page:
    """Returns the run's page once the sync has ended. Raises DemoFailed after SYNC_TIMEOUT seconds."""
    deadline = time.monotonic() + SYNC_TIMEOUT
    while (page := browser.open(run_url)).badges[0] in ACTIVE:
        if time.monotonic() > deadline:
            raise DemoFailed(f"The sync at {run_url} is not done after {SYNC_TIMEOUT:.0f} s.")
        time.sleep(0.2)
    return page


def _back(page: Page, site: str) -> Page:
    if not page.url.startswith(f"{site}/"):
        raise DemoFailed(f"Expected to be back on {site}, but this is {page.url}. It says: {page.notices}")
    return page


def _link(page: Page, pattern: str) -> str:
    for link in page.links:
        if re.search(pattern, link):
            return link
    raise DemoFailed(f"{page.url} links no {pattern}. It says: {page.notices or 'nothing'}")


def _run_address(home: Page, site: str) -> str:
    found = re.search(r"/runs/\d+/", home.text)
    if found is None:
        raise DemoFailed(f"{home.url} shows no sync. It says: {home.notices or 'nothing'}")
    return f"{site}{found[0]}"
