"""`python -m sandbox --port 9000 --env FILE`: runs the sandbox as a process until Ctrl-C."""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from sandbox import environment
from sandbox.server import RunningServer, start
from sandbox.services import VENDORS
from sandbox.world import World


def main() -> int:
    """Starts the server and returns the exit status: 1 when the port cannot be used."""
    options = _options()
    world = World()
    try:
        server = start(world, options.port)
    except OSError as taken:
        reason = taken.strerror or str(taken)
        print(f"The sandbox cannot listen on 127.0.0.1:{options.port}: {reason}.", file=sys.stderr)
        return 1
    with server:
        if options.env:
            environment.write(world, server.url, options.env)
        return _serve(server)


def _serve(server: RunningServer) -> int:
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    print(f"Stand-ins for {VENDORS} at {server.url}/ (Ctrl-C ends them)", flush=True)
    ended.wait()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=f"Stand-ins for {VENDORS}.")
    parser.add_argument("--port", type=int, default=9000, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--env", type=Path, help="write the settings the product needs to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
