"""The demo's processes. All of them are stopped however the demo ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

import requests

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT = 60.0  # seconds; a cold disk is slow
STOP_TIMEOUT = 15.0  # seconds


class DemoFailed(Exception):
    """The reason why the demo cannot go on, as one line."""


def refuse_taken_port(port: int, variable: str) -> None:
    """Raises DemoFailed when the port cannot be bound. `variable` is its name in the make command."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise DemoFailed(
                f"127.0.0.1:{port} cannot be used: {reason}. Choose another: make demo {variable}={port + 1}"
            ) from error


def refuse_one_port_for_both(port: int, sandbox_port: int) -> None:
    """Raises DemoFailed when both ports are the same."""
    if port == sandbox_port:
        raise DemoFailed(f"PORT and SANDBOX_PORT are both {port}: give each a number of its own.")


def end_on_signals() -> None:
    """Makes SIGTERM and SIGHUP end the demo as Ctrl-C does, through every `with` and `finally`."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    # A shell starts background jobs with SIGINT ignored; one sent on purpose should still end the demo.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


class Processes:
    """Starts each program in a session of its own, so that Ctrl-C ends it only once, through this class."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C would leave some of them running
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            _end(process)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, url: str) -> None:
        """Starts a program and returns when `url` responds.

        Raises DemoFailed with its log if it ends instead.
        """
        with self._log(name).open("wb") as log:
            self._running[name] = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_TIMEOUT
        while not _answers(url):
            self.check()
            if time.monotonic() > deadline:
                raise DemoFailed(f"{name} does not answer at {url}.\n{self.log_tail(name)}")
            time.sleep(0.1)

    def check(self) -> None:
        """Raises DemoFailed when one of the processes has ended."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise DemoFailed(f"{name} ended with status {process.returncode}.\n{self.log_tail(name)}")

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def log_tail(self, name: str) -> str:
        """Returns the last 20 lines of the process's log."""
        return "\n".join(self._log(name).read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
