"""A sandbox in its own process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.vendors import Vendors


@contextmanager
def sandbox_process() -> Iterator[Vendors]:
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None, "a pipe was asked for"
        try:
            yield Vendors(_url_in(process.stdout.readline()))
        finally:
            process.terminate()


def _url_in(output: str) -> str:
    """The sandbox says its address in its first line."""
    for word in output.split():
        if word.startswith("http://"):
            return word.rstrip("/")
    raise RuntimeError("the sandbox did not start")
