"""`python -m bench.case NAME`: one measurement in this process; prints its result as JSON.

The environment says which database and which sandbox: `bench.rounds` prepares both, new for each measurement.
"""

from __future__ import annotations

import json
import os
import sys

import django

from bench.cases import measure
from bench.vendors import Vendors


def main(name: str) -> None:
    if not name.startswith("script"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")
        django.setup()
    print(json.dumps(measure(name, Vendors(os.environ["SPOTIFY_API_URL"].removesuffix("/spotify-api")))))


if __name__ == "__main__":
    main(sys.argv[1])
