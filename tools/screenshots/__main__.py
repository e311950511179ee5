"""Pictures of the pages: python -m tools.screenshots [--only NAME …] [--sizes 0 1 1400 50000] [--windows phone …]"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from sandbox.google.service_account import key_file

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOWS = ["desktop", "phone", "dark", "narrow", "wide", "german", "german-phone"]


def main() -> int:
    """Makes the pictures and returns the exit status."""
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        os.environ |= {
            "ENV_FILE": os.devnull,
            "VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "spotistats.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            "DATABASE_URL": options.database or f"sqlite:///{folder}/screenshots.sqlite3",
            "SPOTIFY_CLIENT_ID": "app",
            "SPOTIFY_CLIENT_SECRET": "secret",
            "GOOGLE_CLIENT_ID": "app",
            "GOOGLE_CLIENT_SECRET": "secret",
            "GOOGLE_SERVICE_ACCOUNT": json.dumps(key_file("https://oauth2.googleapis.com/token")),
        }
        import django
        from django.conf import settings

        settings.ROOT_URLCONF = "tools.screenshots.urls"
        django.setup()
        from tools.screenshots.camera import Selection, take_pictures

        chromium = shutil.which("chromium")
        if chromium is None:
            print("Chromium is missing. On Debian and Ubuntu: apt install chromium", file=sys.stderr)
            return 1
        options.out.mkdir(parents=True, exist_ok=True)
        # Who signed in, and every problem: both are meant here. A page that fails stops the tool.
        logging.disable(logging.ERROR)
        selection = Selection(frozenset(options.only), options.sizes, options.windows, options.keep)
        started, taken = time.monotonic(), []
        for path in take_pictures(options.out, chromium, FLAGS, selection):
            taken.append(path)
            print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
        print(f"{len(taken)} pictures in {time.monotonic() - started:.0f} seconds")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    default = "default: %(default)s"
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots", help=default)
    parser.add_argument(
        "--only",
        nargs="*",
        default=[],
        help="names of pages or codes of problems, or `problems` for all of these",
    )
    parser.add_argument(
        "--sizes", nargs="*", type=int, default=[50000, 1400, 1, 0], help="tracks of the libraries"
    )
    parser.add_argument("--windows", nargs="*", default=WINDOWS, help=default)
    parser.add_argument("--keep", action="store_true", help="the dozen that git keeps, and no other")
    parser.add_argument("--database", default="", help="a database's URL instead of a file's")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
