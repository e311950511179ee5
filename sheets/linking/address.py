"""Reads the id of a spreadsheet out of whatever a person pastes. Nothing pasted is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from problems.kinds import AskUser

ID = r"[A-Za-z0-9_-]{20,200}"
# /spreadsheets/d/ID, with an account's number (/u/1/) or a company's name (/a/example.com/) on the way
SPREADSHEET = re.compile(rf"^(?:/a/[^/]+)?/spreadsheets(?:/u/\d+)?(?:/a/[^/]+)?/d/({ID})(?:/|$)")
DRIVE_FILE = re.compile(rf"^(?:/a/[^/]+)?(?:/drive)?/file(?:/u/\d+)?/d/({ID})(?:/|$)")
GOOGLE = {"docs.google.com", "drive.google.com", "spreadsheets.google.com"}
OTHER_PAPERS = {
    "/forms/": ("a Google form", "Open the spreadsheet that collects its answers and copy that address."),
    "/document/": ("a Google document", "Open a spreadsheet and copy its address."),
    "/presentation/": ("a Google presentation", "Open a spreadsheet and copy its address."),
    "/drawings/": ("a Google drawing", "Open a spreadsheet and copy its address."),
    "/folders/": ("a folder in Google Drive", "Open the spreadsheet in it and copy that address."),
}


@dataclass(frozen=True, slots=True)
class Address:
    spreadsheet_id: str
    gid: int | None = None


def parse(pasted: str, docs_url: str) -> Address:
    """Every form Google gives out, or the bare id. Raises `AskUser` with a sentence for everything else.

    `docs_url` is where this installation's Google shows spreadsheets.
    """
    text = pasted.strip().strip("<>\"'")
    if re.fullmatch(ID, text):
        return Address(text)
    docs = urlsplit(docs_url)
    url = _split(text)
    _refuse_other_hosts(url, GOOGLE | {docs.netloc.casefold()})
    path = url.path.removeprefix(docs.path) if url.netloc.casefold() == docs.netloc.casefold() else url.path
    _refuse_other_papers(path)
    return Address(_id(path, url), _gid(url))


def _split(text: str) -> SplitResult:
    if re.match(r"^[a-z0-9.-]+\.google\.com/", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        url = urlsplit(text)
        host = url.hostname
    except ValueError:
        host = None
    if not host or url.scheme not in {"http", "https"}:
        raise AskUser(
            "not_an_address",
            "That is not the address of a spreadsheet. Open the spreadsheet in your browser and copy the whole"
            " address, from https:// on.",
        )
    return url


def _refuse_other_hosts(url: SplitResult, hosts: set[str]) -> None:
    if url.netloc.casefold().removesuffix(":443") not in hosts:
        raise AskUser(
            "other_host",
            "That address is not at Google Sheets. Open the spreadsheet in your browser: its address begins with"
            " https://docs.google.com/spreadsheets/.",
        )


def _refuse_other_papers(path: str) -> None:
    if re.search(r"/d/e/", path) or path.rstrip("/").endswith("/pubhtml"):
        raise AskUser(
            "published_copy",
            "That is the address of a published copy, which nobody can write into. Open the spreadsheet itself and"
            " copy its address from the browser.",
        )
    for part, (name, advice) in OTHER_PAPERS.items():
        if part in f"{path}/":
            raise AskUser("not_a_spreadsheet", f"That is {name}, not a spreadsheet. {advice}")


def _id(path: str, url: SplitResult) -> str:
    for form in (SPREADSHEET, DRIVE_FILE):
        if match := form.match(path):
            return match[1]
    query = parse_qs(url.query)
    for name in ("id", "key"):  # drive.google.com/open?id=…, /uc?id=…, /spreadsheet/ccc?key=…
        for value in query.get(name, []):
            if re.fullmatch(ID, value):
                return value
    raise AskUser(
        "no_spreadsheet_in_address",
        "That address does not name a spreadsheet. Open the spreadsheet itself in your browser and copy the whole"
        " address, https://docs.google.com/spreadsheets/d/ and what follows.",
    )


def _gid(url: SplitResult) -> int | None:
    """The tab that was open, from the fragment first: the part that follows a click."""
    for part in (url.fragment, url.query):
        for value in parse_qs(part).get("gid", []):
            if re.fullmatch(r"\d{1,10}", value):
                return int(value)
    return None
