"""Starts sandbox and site, lets one user do a first sync, prints a report, and serves until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from sandbox.demo import report
from sandbox.demo.processes import (
    DemoFailed,
    Processes,
    end_on_signals,
    refuse_one_port_for_both,
    refuse_taken_port,
)
from sandbox.demo.site import MANAGE, Admin, environment, make_admin
from sandbox.demo.visit import Visit, visit
from sandbox.people import DEMO_PEOPLE

PERSON = DEMO_PEOPLE[0]


def main() -> int:
    """Runs the demo and returns its exit status."""
    options = arguments()
    end_on_signals()
    try:
        refuse_one_port_for_both(options.port, options.sandbox_port)
        refuse_taken_port(options.port, "PORT")
        refuse_taken_port(options.sandbox_port, "SANDBOX_PORT")
        with tempfile.TemporaryDirectory(prefix="tracksheet-demo-") as name:
            return demo(Path(name), options)
    except DemoFailed as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nEverything is stopped.")
        return 0


def demo(folder: Path, options: argparse.Namespace) -> int:
    """Runs sandbox, site and visit in `folder`. Raises DemoFailed when a step fails."""
    site, sandbox = (f"http://127.0.0.1:{port}" for port in (options.port, options.sandbox_port))
    settings = folder / "sandbox.env"
    began = time.monotonic()
    with Processes(folder) as processes:
        print_step("Starting the stand-ins for Spotify, Google and the sources of genres and features")
        command = [
            sys.executable,
            "-m",
            "sandbox",
            "--port",
            str(options.sandbox_port),
            "--env",
            str(settings),
        ]
        processes.start("sandbox", command, environment(folder, site, settings), url=f"{sandbox}/control/env")
        print_step("Starting the site, with worker and scheduler in it")
        settled = environment(folder, site, settings)
        command = [*MANAGE, "serve", "--bind", f"127.0.0.1:{options.port}"]
        processes.start("site", command, settled, url=f"{site}/healthz")
        admin = make_admin(settled)
        began_visit = time.monotonic()
        done = visit(site, PERSON.key, lambda step: print_step(f"{PERSON.name} {step}"))
        rows = report.sheet_rows(sandbox, done.spreadsheet_id)
        print(*report.lines(done, rows, report.requests_made(sandbox)), sep="\n")
        now = time.monotonic()
        print(
            f"\n{now - began_visit:.1f} s from the first click to the last row, {now - began:.1f} s in all."
        )
        if not succeeded(done, len(rows) - 1):
            raise DemoFailed(
                f"The first sync did not end as expected. The end of the site's log:\n{processes.log_tail('site')}"
            )
        if options.once:
            return 0
        print(*addresses(site, sandbox, done, admin), sep="\n", flush=True)
        while True:
            processes.check()
            time.sleep(1)


def succeeded(done: Visit, tracks: int) -> bool:
    """Returns whether the run is done and the sheet has as many tracks as its receipt says."""
    return done.outcome == "Done" and tracks > 0 and done.receipt.get("In your sheet") == str(tracks)


def addresses(site: str, sandbox: str, done: Visit, admin: Admin) -> list[str]:
    """Returns the lines that list what can be opened while the demo serves."""
    return [
        "",
        "Open",
        f"  {site}/  the site: sign in as anybody the stand-in for Spotify offers",
        f"  {done.sheet_url}  {PERSON.name}'s sheet: type, sort, add columns, then sync again",
        f"  {site}/admin/  the admin: {admin.name}, password {admin.password}",
        f"  {sandbox}/  the stand-ins",
        "",
        "Ctrl-C ends all of it and keeps nothing.",
    ]


def print_step(step: str) -> None:
    print(f"· {step}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.demo", description=__doc__)
    parser.add_argument(
        "--once", action="store_true", help="end after the first sync: 0 if it is done, else 1"
    )
    parser.add_argument("--port", type=int, default=8000, help="of the site (default: %(default)s)")
    parser.add_argument("--sandbox-port", type=int, default=9000, help="default: %(default)s")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
