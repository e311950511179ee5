"""Every command of docs/api.md works as it stands there.

What curl would send is sent without curl, which not every machine has; beside PostgreSQL and Redis, curl itself sends it.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.api_tokens import make_token
from accounts.models import ApiToken
from accounts.trigger_links import make_link
from syncer.models import SyncRun
from tests.support.cast import make_alice

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
COMMANDS = re.findall(r"^curl .*?(?=^```)", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)
# What Alice is told, who has nothing missing.
REFUSED = {"/api/v1/missing/remove": 409}


def send(command: str) -> HttpResponse:
    """Sends what curl would, for the options that the document uses. https://curl.se/docs/manpage.html"""
    options = ArgumentParser()
    options.add_argument("curl")
    options.add_argument("address")
    options.add_argument("--request")
    options.add_argument("--header", action="append", default=[])
    options.add_argument("--json")
    options.add_argument("--output")
    given = options.parse_args(shlex.split(command.replace("\\\n", " ")))
    headers = {"Accept": "*/*"} | dict(header.split(": ", 1) for header in given.header)
    address = urlsplit(given.address)
    return Client().generic(
        given.request or ("POST" if given.json else "GET"),
        f"{address.path}?{address.query}",
        given.json or "",
        "application/json" if given.json else "",
        headers=headers,
    )


EACH_COMMAND = pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: urlsplit(command.split("https:")[1]).path.split()[0]
)


@EACH_COMMAND
def test_a_command_is_answered(db, command: str) -> None:
    assert_answered(command, send(of_alice(command)).status_code)


@pytest.mark.services
@EACH_COMMAND
def test_curl_is_answered_by_a_running_site(live_server, tmp_path, command: str) -> None:
    sent = of_alice(command).replace("https://your.site", live_server.url)
    shown = f"{sent.rstrip()} --silent --show-error --write-out '\n%{{http_code}}'"
    done = subprocess.run(
        shown, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30
    )
    assert_answered(command, int(done.stdout.rpartition("\n")[2]))


def of_alice(command: str) -> str:
    """Returns the command as Alice sends it, who has a sheet and a sync that is done."""
    alice = make_alice()
    values = {
        "$TOKEN": make_token(alice, name="test", scopes=[*ApiToken.Scope])[1],
        "$(uuidgen)": "2026-11-28",
        "THE-43-CHARACTERS": make_link(alice, name="test")[1],
    }
    SyncRun.objects.create(pk=17, user=alice, trigger="person", state="done")
    for name, value in values.items():
        command = command.replace(name, value)
    assert "$" not in command, "a variable that this test does not know"
    return command


def assert_answered(command: str, status: int) -> None:
    refused = next((code for path, code in REFUSED.items() if path in command), None)
    assert status == refused if refused else status in {200, 201, 202}


def test_the_document_has_commands() -> None:
    assert len(COMMANDS) >= 10
