"""Reads the id of a spreadsheet out of what a person pastes. Nothing pasted is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from problems.kinds import AskUser
from sheets.problems import (
    NoSpreadsheetInAddress,
    NotAnAddress,
    OtherHost,
    PastedDocument,
    PastedDrawing,
    PastedFolder,
    PastedForm,
    PastedPresentation,
    PublishedCopy,
)

ID = r"[A-Za-z0-9_-]{20,200}"
# /spreadsheets/d/ID, with an account's number (/u/1/) or a company's name (/a/example.com/) on the way
SPREADSHEET = re.compile(rf"^(?:/a/[^/]+)?/spreadsheets(?:/u/\d+)?(?:/a/[^/]+)?/d/({ID})(?:/|$)")
DRIVE_FILE = re.compile(rf"^(?:/a/[^/]+)?(?:/drive)?/file(?:/u/\d+)?/d/({ID})(?:/|$)")
GOOGLE = {"docs.google.com", "drive.google.com", "spreadsheets.google.com"}
OTHER_DOCUMENTS: dict[str, type[AskUser]] = {
    "/forms/": PastedForm,
    "/document/": PastedDocument,
    "/presentation/": PastedPresentation,
    "/drawings/": PastedDrawing,
    "/folders/": PastedFolder,
}


@dataclass(frozen=True, slots=True)
class Address:
    """`gid` is the tab that was open, None where the address does not name one."""

    spreadsheet_id: str
    gid: int | None = None


def parse_address(pasted: str, docs_url: str) -> Address:
    """Reads every form that Google gives out, or the bare id. `docs_url` is where Google shows spreadsheets.

    Raises `NotAnAddress`, `OtherHost`, `PublishedCopy`, `NoSpreadsheetInAddress`, or the class of another document.
    """
    text = pasted.strip().strip("<>\"'")
    if re.fullmatch(ID, text):
        return Address(text)
    docs = urlsplit(docs_url)
    url = _split(text)
    _require_google(url, GOOGLE | {docs.netloc.casefold()})
    path = url.path.removeprefix(docs.path) if url.netloc.casefold() == docs.netloc.casefold() else url.path
    _require_spreadsheet(path)
    return Address(_id(path, url), _gid(url))


def _split(text: str) -> SplitResult:
    """Raises `NotAnAddress` for text that is not the address of a web page."""
    # Browsers hide the scheme in the address bar, so that people copy addresses without it.
    if re.match(r"^[a-z0-9.-]+\.google\.com/", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        url = urlsplit(text)
        host = url.hostname
    except ValueError:
        # Such as "http://[", the beginning of an IPv6 address.
        host = None
    if not host or url.scheme not in {"http", "https"}:
        raise NotAnAddress
    return url


def _require_google(url: SplitResult, hosts: set[str]) -> None:
    """Raises `OtherHost` for an address at any other host."""
    # `netloc` and not `hostname`, so that the port counts: a sandbox shows its spreadsheets at a port of this machine.
    if url.netloc.casefold().removesuffix(":443") not in hosts:
        raise OtherHost


def _require_spreadsheet(path: str) -> None:
    """Raises `PublishedCopy`, or the class of another kind of document."""
    # "Publish to the web" gives an id of its own after /d/e/, which the API does not know:
    # https://support.google.com/docs/answer/183965
    if re.search(r"/d/e/", path) or path.rstrip("/").endswith("/pubhtml"):
        raise PublishedCopy
    for part, problem in OTHER_DOCUMENTS.items():
        if part in f"{path}/":
            raise problem


def _id(path: str, url: SplitResult) -> str:
    """Raises `NoSpreadsheetInAddress`."""
    for form in (SPREADSHEET, DRIVE_FILE):
        if match := form.match(path):
            return match[1]
    query = parse_qs(url.query)
    for name in ("id", "key"):  # drive.google.com/open?id=…, /uc?id=…, /spreadsheet/ccc?key=…
        for value in query.get(name, []):
            if re.fullmatch(ID, value):
                return value
    raise NoSpreadsheetInAddress


def _gid(url: SplitResult) -> int | None:
    """The tab that was open, from the fragment first: the part that follows a click."""
    for part in (url.fragment, url.query):
        for value in parse_qs(part).get("gid", []):
            if re.fullmatch(r"\d{1,10}", value):
                return int(value)
    return None
