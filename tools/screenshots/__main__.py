"""Pictures of the pages: python -m tools.screenshots [--out FOLDER] [--only NAME …] [--sizes 0 1 1400 50000]"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

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
        }
        import django

        django.setup()
        from tools.screenshots.camera import Selection, take_pictures

        chromium = shutil.which("chromium")
        if chromium is None:
            print("Chromium is missing. On Debian and Ubuntu: apt install chromium", file=sys.stderr)
            return 1
        options.out.mkdir(parents=True, exist_ok=True)
        selection = Selection(options.only, options.sizes, options.windows)
        for path in take_pictures(options.out, chromium, FLAGS, selection):
            print(path)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots", help="default: %(default)s")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages; all without")
    parser.add_argument("--sizes", nargs="*", type=int, default=[1400, 1, 0], help="tracks of the libraries")
    parser.add_argument("--windows", nargs="*", default=["desktop", "phone", "dark"], help="default: all")
    parser.add_argument("--database", default="", help="a database's URL instead of a file's")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
